// Changes what an app sends through an Ingress, with its certificate, and nothing else of it.
import { SchedulerError } from "../core/errors.ts";
import type { App } from "../core/model/app.ts";
import { type Place, placeName } from "../core/model/cluster.ts";
import type { Ref } from "../core/model/manifest.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { routesOf } from "../core/objects/routes.ts";
import { inventory } from "../core/plan/changes.ts";
import { seenFrom, withObjects } from "../core/plan/move.ts";
import { readApp } from "../edge/dokku/app.ts";
import { readIngressMetadata } from "../edge/dokku/metadata.ts";
import { readOtherRoutes } from "../edge/dokku/neighbours.ts";
import { isSameCluster } from "../edge/kube/kubeconfig.ts";
import { apply, remove, servedVersions } from "../edge/kube/kubectl.ts";
import { withPlace } from "../edge/lock.ts";
import { warn } from "../edge/log.ts";
import { readRecord, writeRecord } from "../edge/record.ts";
import { prepare } from "./prepare.ts";
import { run } from "./run.ts";
import { mustBeServed } from "./served.ts";

const KINDS = ["Ingress", "Certificate", "ClusterIssuer"];

/**
 * Makes the app's Ingress and certificate anew with the app's domains and proxy of now; `routed` false takes the app out of it.
 * Everything else of the app is as it was last deployed. Does nothing for an app that has nothing in the cluster.
 */
export async function updateRoutes(name: string, routed: boolean): Promise<void> {
  const known = await readRecord(name);
  if (known === null) return;
  const place = { cluster: known.cluster, namespace: known.namespace.name };
  await run([
    {
      title: `Updating the Ingress of ${placeName(place)}`,
      run: (step) =>
        withPlace(place, async () => {
          const record = (await readRecord(name)) ?? known;
          const stopped = record.stopped || !routed;
          const app = await appAsDeployed(name, record, place, !stopped);
          const routes = routesOf(app);
          await writeRecord(name, {
            ...record,
            stopped,
            routes,
            objects: await applyRouting(app, record.objects, place),
          });
          step.title =
            routes.length > 0
              ? `Ingress ${routes[0]?.ingress} of ${placeName(place)} routes ${routes.map(({ host }) => host).join(", ")}`
              : `No Ingress of ${placeName(place)} routes anything to ${name}`;
        }),
    },
  ]);
}

/**
 * After a move to another namespace or cluster: the host names have to leave the Ingresses of the one before. Its other objects stay.
 * What another cluster says to that stops nobody.
 */
export async function leaveOtherPlaces(name: string): Promise<void> {
  const record = await readRecord(name);
  if (record === null) return;
  const { cluster, objects, elsewhere } = record;
  for (const namespace of routing(objects)) {
    if (namespace !== record.namespace.name) await leave(name, { cluster, namespace });
  }
  for (const { cluster, objects } of elsewhere) {
    for (const namespace of routing(objects)) await leave(name, { cluster, namespace }).catch(warnOf);
  }
}

/** The namespaces that have an Ingress of the app. */
function routing(objects: readonly Ref[]): readonly string[] {
  return [...new Set(objects.flatMap(({ kind, namespace }) => (kind === "Ingress" ? (namespace ?? []) : [])))];
}

function leave(name: string, place: Place): Promise<void> {
  const work = async () => {
    // A write waits long for a cluster that is away, a read does not.
    await servedVersions(place.cluster);
    const record = await readRecord(name);
    if (record === null) return;
    const { objects } = seenFrom(place.cluster, record, isSameCluster);
    const app = await appAsDeployed(name, record, place, false);
    const left = await applyRouting(app, objects, place);
    const stays = ({ kind, namespace }: Ref) => kind !== "Ingress" || namespace !== place.namespace;
    await writeRecord(name, withObjects(record, place.cluster, left.filter(stays)));
  };
  return run([{ title: `Leaving the Ingress of ${placeName(place)}`, run: () => withPlace(place, work) }]);
}

function warnOf(error: unknown): void {
  if (!(error instanceof SchedulerError) || error.code === "INTERRUPTED") throw error;
  for (const line of [error.doing, ...error.because]) warn(line);
}

async function appAsDeployed(name: string, record: ReleaseRecord, place: Place, routed: boolean): Promise<App> {
  const app = await readApp(name, null, record);
  return {
    ...app,
    namespace: { name: place.namespace, managed: false },
    ingressMetadata: await readIngressMetadata(place.namespace),
    // The Service still has the port of the last deploy.
    ports: [{ scheme: "http", hostPort: 80, containerPort: record.port }],
    processes: routed ? app.processes : app.processes.map((process) => ({ ...process, quantity: 0 })),
    otherRoutes: await readOtherRoutes(place, name),
  };
}

/** The app's inventory of the cluster afterwards. What is new is there before what is old goes. */
async function applyRouting(app: App, objects: readonly Ref[], place: Place): Promise<readonly Ref[]> {
  const where = `of ${placeName(place)}`;
  const { manifests: routing } = await prepare(app, KINDS);
  const isRendered = (old: Ref) => routing.some(({ ref }) => ref.kind === old.kind && ref.name === old.name);
  const gone = objects.filter(
    (ref) => KINDS.includes(ref.kind) && ref.namespace === place.namespace && !isRendered(ref),
  );
  await mustBeServed(app.name, routing, place.cluster);
  if (routing.length > 0) await apply(`apply the Ingress ${where}`, routing, place.cluster);
  if (gone.length > 0)
    await remove(`remove ${gone.map(({ kind, name }) => `${kind} ${name}`).join(", ")} ${where}`, gone, place.cluster);
  return inventory({ objects }, { apply: routing, track: [], unroute: gone, unscale: [], prune: [] });
}
