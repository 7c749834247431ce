// What a deploy has to know of the cluster before it renders: three kubectl calls, none once a release stands there but one a day, one for the claims, one for a new image, one for a NetworkPolicy, two for a Gateway, and two or three for its TCPRoutes.
import { SchedulerError } from "../../core/errors.ts";
import type { ClusterState, DokkuApp, Image } from "../../core/model/app.ts";
import type { Cluster, Place } from "../../core/model/cluster.ts";
import type { KubeObject, Ref } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { isStale } from "../../core/model/versions.ts";
import { classWanted, controllerNamespaces } from "../../core/objects/ingress-controller.ts";
import { appSelector, MANAGER } from "../../core/objects/labels.ts";
import { leaving, mayBeLeaving } from "../../core/plan/leaving.ts";
import { isAppliedClientSide } from "../../core/plan/server-side-migration.ts";
import { get, list, nodeArchitectures, readVersions } from "../../edge/kube/kubectl.ts";
import { readGatewayOf } from "../routes/gateway.ts";
import { readMountedClaims } from "./claims.ts";

/**
 * Asks while Dokku is still being asked: only the claims are those that `dokku` mounts. `record` is null where the last release went to
 * another cluster. Throws NO_SUCH_OBJECT as readMountedClaims does, APPLY_REFUSED as readGatewayOf.
 */
export async function readClusterState(
  app: string,
  dokku: Promise<DokkuApp>,
  place: Place,
  record: ReleaseRecord | null,
): Promise<ClusterState> {
  const known = record?.namespace.name === place.namespace ? record : null;
  const isThere = known !== null && known.deployedAt !== null;
  const [managed, deployments, claims, gateway, controllerNamespaces, versions, nodeArchitectures] = await Promise.all([
    known?.namespace.managed ?? isManaged(app, place),
    isThere ? [] : list(["deployments"], appSelector(app), place),
    dokku.then((read) => readMountedClaims(read, place)),
    dokku.then((read) => readGatewayOf(read, place.cluster)),
    dokku.then((read) => readControllerNamespaces(read, place.cluster)),
    known !== null && !isStale(known.versions, Date.now()) ? known.versions : readVersions(place.cluster),
    dokku.then(({ image }) => architecturesFor(image, record, place.cluster)),
  ]);
  const namespace = { name: place.namespace, managed };
  const takesOver = deployments.some(isAppliedClientSide);
  const served = record?.routes ?? [];
  return { namespace, takesOver, ...claims, ...gateway, controllerNamespaces, served, versions, nodeArchitectures };
}

/** None where nobody may see the IngressClass. */
async function readControllerNamespaces(app: DokkuApp, cluster: Cluster): Promise<readonly string[]> {
  const name = classWanted(app);
  if (name === null) return [];
  const found = await get("ingressclass", name, { cluster, namespace: null }).catch(nullWhereRefused);
  return controllerNamespaces(found);
}

function nullWhereRefused(error: unknown): null {
  if (error instanceof SchedulerError && error.code === "APPLY_REFUSED") return null;
  throw error;
}

/** The nodes' own, of a new image; the first one that fits is enough. */
async function architecturesFor(
  { reference, architecture }: Image,
  record: ReleaseRecord | null,
  cluster: Cluster,
): Promise<readonly string[]> {
  if (architecture === null || reference === record?.image.reference) return [];
  const fitting = await nodeArchitectures(cluster, architecture);
  return fitting.length > 0 ? fitting : nodeArchitectures(cluster, null);
}

/** The namespace is ours, or missing and so ours to create. Throws APPLY_REFUSED when it is being removed. */
async function isManaged(app: string, place: Place): Promise<boolean> {
  const found = await readNamespace(app, place);
  if (found === "hidden") return false;
  return found === null || found.metadata.labels?.["app.kubernetes.io/managed-by"] === MANAGER;
}

/** A user limited to one namespace may not read it: then it is somebody else's. Throws APPLY_REFUSED for one that is being removed. */
async function readNamespace(app: string, { cluster, namespace }: Place): Promise<KubeObject | "hidden" | null> {
  const found = await get("namespace", namespace, { cluster, namespace: null }).catch((error) => {
    if (error instanceof SchedulerError && error.code === "APPLY_REFUSED") return "hidden" as const;
    throw error;
  });
  const error = found === "hidden" ? null : leaving(app, found);
  if (error !== null) throw error;
  return found;
}

/** Of an app that is there already: `live` is what is there of `refs`. Throws APPLY_REFUSED when its namespace is being removed. */
export async function mustStay(
  app: string,
  place: Place,
  refs: readonly Ref[],
  record: ReleaseRecord | null,
  live: readonly KubeObject[],
): Promise<void> {
  if (mayBeLeaving(refs, record, live)) await readNamespace(app, place);
}
