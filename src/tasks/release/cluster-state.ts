// What a deploy has to know of the cluster before it renders: two kubectl calls, none once a release stands there.
import { SchedulerError } from "../../core/errors.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { appSelector, MANAGER } from "../../core/objects/labels.ts";
import { isAppliedClientSide } from "../../core/plan/server-side-migration.ts";
import { get, list } from "../../edge/kube/kubectl.ts";

export interface ClusterState {
  /** The namespace is ours, or missing and so ours to create. */
  readonly managed: boolean;
  /** Deployments of the original plugin stand there. */
  readonly takesOver: boolean;
}

/** `record` is null where the last release went to another cluster. */
export async function readClusterState(app: string, place: Place, record: ReleaseRecord | null): Promise<ClusterState> {
  const known = record?.namespace.name === place.namespace ? record : null;
  if (known !== null && known.deployedAt !== null) return { managed: known.namespace.managed, takesOver: false };
  const [managed, deployments] = await Promise.all([
    known?.namespace.managed ?? isManaged(place),
    list(["deployments"], appSelector(app), place),
  ]);
  return { managed, takesOver: deployments.some(isAppliedClientSide) };
}

async function isManaged({ cluster, namespace }: Place): Promise<boolean> {
  try {
    const found = await get("namespace", namespace, { cluster, namespace: null });
    return found === null || found.metadata.labels?.["app.kubernetes.io/managed-by"] === MANAGER;
  } catch (error) {
    // Whoever may work in one namespace only may not look at it from outside: then it is somebody else's.
    if (error instanceof SchedulerError && error.code === "APPLY_REFUSED") return false;
    throw error;
  }
}
