// Changes what an app sends through an Ingress, with its certificate, and nothing else of it.
import type { App } from "../core/model/app.ts";
import type { Ref } from "../core/model/manifest.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { routesOf } from "../core/objects/routes.ts";
import { inventory } from "../core/plan/changes.ts";
import { readApp } from "../edge/dokku/app.ts";
import { readIngressMetadata } from "../edge/dokku/metadata.ts";
import { readOtherRoutes } from "../edge/dokku/neighbours.ts";
import { apply, remove } from "../edge/kube/kubectl.ts";
import { withLock } from "../edge/lock.ts";
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
  const namespace = known.namespace.name;
  await run([
    {
      title: `Updating the Ingress of namespace ${namespace}`,
      run: (step) =>
        withLock(`namespace ${namespace}`, async () => {
          const record = (await readRecord(name)) ?? known;
          const stopped = record.stopped || !routed;
          const app = await appAsDeployed(name, record, record.namespace, !stopped);
          const routes = routesOf(app);
          await writeRecord(name, { ...record, stopped, routes, objects: await applyRouting(app, record) });
          step.title =
            routes.length > 0
              ? `Ingress ${routes[0]?.ingress} of namespace ${namespace} routes ${routes.map(({ host }) => host).join(", ")}`
              : `No Ingress of namespace ${namespace} routes anything to ${name}`;
        }),
    },
  ]);
}

/** After a move to another namespace: the host names have to leave the Ingresses of the one before. Its other objects stay. */
export async function leaveOtherNamespaces(name: string): Promise<void> {
  const record = await readRecord(name);
  if (record === null) return;
  const left = record.objects.filter(
    ({ kind, namespace }) => kind === "Ingress" && namespace !== record.namespace.name,
  );
  for (const namespace of new Set(left.flatMap((ref) => ref.namespace ?? []))) {
    await run([
      {
        title: `Leaving the Ingress of namespace ${namespace}`,
        run: () =>
          withLock(`namespace ${namespace}`, async () => {
            const latest = (await readRecord(name)) ?? record;
            const app = await appAsDeployed(name, latest, { name: namespace, managed: false }, false);
            const objects = await applyRouting(app, latest);
            const stays = (ref: Ref) => ref.kind !== "Ingress" || ref.namespace !== namespace;
            await writeRecord(name, { ...latest, objects: objects.filter(stays) });
          }),
      },
    ]);
  }
}

async function appAsDeployed(
  name: string,
  record: ReleaseRecord,
  namespace: App["namespace"],
  routed: boolean,
): Promise<App> {
  const app = await readApp(name, null, record);
  return {
    ...app,
    namespace,
    ingressMetadata: await readIngressMetadata(namespace.name),
    // The Service still has the port of the last deploy.
    ports: [{ scheme: "http", hostPort: 80, containerPort: record.port }],
    processes: routed ? app.processes : app.processes.map((process) => ({ ...process, quantity: 0 })),
    otherRoutes: await readOtherRoutes(namespace.name, name),
  };
}

/** The app's inventory afterwards. What is new is there before what is old goes. */
async function applyRouting(app: App, record: ReleaseRecord): Promise<readonly Ref[]> {
  const where = `of namespace ${app.namespace.name}`;
  const { manifests: routing } = await prepare(app, KINDS);
  const isRendered = (old: Ref) => routing.some(({ ref }) => ref.kind === old.kind && ref.name === old.name);
  const gone = record.objects.filter(
    (ref) => KINDS.includes(ref.kind) && ref.namespace === app.namespace.name && !isRendered(ref),
  );
  await mustBeServed(app.name, routing);
  if (routing.length > 0) await apply(`apply the Ingress ${where}`, routing);
  if (gone.length > 0)
    await remove(`remove ${gone.map(({ kind, name }) => `${kind} ${name}`).join(", ")} ${where}`, gone);
  return inventory(record, { apply: routing, track: [], unroute: gone, unscale: [], prune: [] });
}
