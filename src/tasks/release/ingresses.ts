// Asks the cluster whether it takes an Ingress, before anything else is written: admission policies and controllers refuse some.
import { SchedulerError } from "../../core/errors.ts";
import { type Cluster, placeName } from "../../core/model/cluster.ts";
import { type KubeObject, key, type Manifest, refOf } from "../../core/model/manifest.ts";
import { at } from "../../core/model/read.ts";
import { metadataOf } from "../../core/objects/ingress-metadata.ts";
import { serviceName } from "../../core/objects/labels.ts";
import { isSharedIngress } from "../../core/objects/routes.ts";
import { newNamespaces } from "../../core/plan/changes.ts";
import { isSettled, ownPart } from "../../core/plan/settled.ts";
import { readSettings } from "../../edge/dokku/metadata.ts";
import { dryRun } from "../../edge/kube/kubectl.ts";
import { warn } from "../../edge/log.ts";
import { readServerId } from "../../edge/server-id.ts";

export interface Settled {
  readonly apply: readonly Manifest[];
  /** Keys of those that stay as they are. */
  readonly left: readonly string[];
}

/**
 * `live` is what is there of them. One that is as it should be is left, whatever the cluster says of it by now; in one that is refused for what
 * others route, those stay as they are. Throws APPLY_REFUSED when it is for the app's own.
 */
export async function settleIngresses(
  app: string,
  apply: readonly Manifest[],
  live: readonly KubeObject[],
  cluster: Cluster,
): Promise<Settled> {
  const there = new Map(live.map((object) => [key(refOf(object)), object]));
  // Nothing can be tried in a namespace that is not there yet.
  if (newNamespaces(apply, live).length > 0) return { apply, left: [] };
  const server = await readServerId();
  const left: string[] = [];
  const settled: Manifest[] = [];
  for (const manifest of apply) {
    const { ref, object } = manifest;
    const now = there.get(key(ref)) ?? null;
    const taken =
      ref.kind === "Ingress" && !isSettled(object, now, server)
        ? await tried(app, manifest, now, { cluster, server })
        : manifest;
    if (ref.kind === "Ingress" && isSettled(taken.object, now, server)) left.push(key(ref));
    settled.push(taken);
  }
  return { apply: settled, left };
}

async function tried(
  app: string,
  manifest: Manifest,
  live: KubeObject | null,
  { cluster, server }: { readonly cluster: Cluster; readonly server: string },
): Promise<Manifest> {
  const { kind, name, namespace } = manifest.ref;
  const doing = `apply Ingress ${name} of ${placeName({ cluster, namespace: namespace ?? "" })}`;
  try {
    await dryRun(doing, [manifest], cluster);
    return manifest;
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "APPLY_REFUSED") throw error;
    const part = live === null || !isSharedIngress(kind, name) ? null : await partOf(app, manifest, live);
    const isTaken = part !== null && (isSettled(part.object, live, server) || (await isAccepted(doing, part, cluster)));
    if (!isTaken) throw refused(error);
    for (const line of [`${doing}: what other apps route and set there stays as it is`, ...error.because]) warn(line);
    return part;
  }
}

async function partOf(app: string, manifest: Manifest, live: KubeObject): Promise<Manifest> {
  const ingressClass = String(at(manifest.object.spec, "ingressClassName"));
  const set = metadataOf(await readSettings(app), ingressClass);
  return ownPart(manifest, live, serviceName(app, "web"), set);
}

async function isAccepted(doing: string, manifest: Manifest, cluster: Cluster): Promise<boolean> {
  return dryRun(doing, [manifest], cluster).then(
    () => true,
    () => false,
  );
}

const refused = ({ code, doing, because, next, evidence }: SchedulerError) =>
  new SchedulerError(code, doing, [...because, "nothing was applied: what ran before is unchanged"], next, evidence);
