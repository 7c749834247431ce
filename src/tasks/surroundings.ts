// What a deploy has to know of the cluster before it renders: one kubectl call, two before the first release in a namespace.
import { SchedulerError } from "../core/errors.ts";
import type { Place } from "../core/model/cluster.ts";
import type { KubeObject } from "../core/model/manifest.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { appSelector, MANAGER } from "../core/objects/labels.ts";
import { secretsOf } from "../core/plan/secrets.ts";
import { get, list } from "../edge/kube/kubectl.ts";

export interface Surroundings {
  /** The namespace is ours, or missing and so ours to create. */
  readonly managed: boolean;
  /** Secrets that a ReplicaSet of the app still needs. */
  readonly secretsInUse: readonly string[];
  /** The app's Deployments as they are. */
  readonly deployments: readonly KubeObject[];
}

/** Whose the namespace is has been recorded with the first release in it; `record` is null where the last one went to another cluster. */
export async function readSurroundings(app: string, place: Place, record: ReleaseRecord | null): Promise<Surroundings> {
  const [managed, objects] = await Promise.all([
    record?.namespace.name === place.namespace ? record.namespace.managed : isManaged(place),
    list(["replicasets", "deployments"], appSelector(app), { ...place, managedFields: true }),
  ]);
  return {
    managed,
    secretsInUse: objects.filter(({ kind }) => kind === "ReplicaSet").flatMap(secretsOf),
    deployments: objects.filter(({ kind }) => kind === "Deployment"),
  };
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
