// Changes what an app sends through its namespace's Ingress, and nothing else of it.
import type { App } from "../core/model/app.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { routesOf } from "../core/objects/ingress.ts";
import { readApp } from "../edge/dokku/app.ts";
import { readIngressMetadata } from "../edge/dokku/metadata.ts";
import { readOtherRoutes } from "../edge/dokku/neighbours.ts";
import { apply, remove } from "../edge/kube/kubectl.ts";
import { withLock } from "../edge/lock.ts";
import { readRecord, writeRecord } from "../edge/record.ts";
import { prepare } from "./prepare.ts";
import { run } from "./run.ts";

/**
 * Makes the namespace's Ingress anew with the app's domains and proxy of now; `routed` false takes the app out of it.
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
          const app = await appAsDeployed(name, record, routed);
          const hosts = routesOf(app).map(({ host }) => host);
          await applyIngress(app, record);
          await writeRecord(name, { ...record, routes: routesOf(app) });
          step.title =
            hosts.length > 0
              ? `The Ingress of namespace ${namespace} routes ${hosts.join(", ")}`
              : `The Ingress of namespace ${namespace} routes nothing to ${name}`;
        }),
    },
  ]);
}

async function appAsDeployed(name: string, record: ReleaseRecord, routed: boolean): Promise<App> {
  const app = await readApp(name, null, record);
  return {
    ...app,
    namespace: record.namespace,
    ingressMetadata: await readIngressMetadata(record.namespace.name),
    // The Service still has the port of the last deploy.
    ports: [{ scheme: "http", hostPort: 80, containerPort: record.port }],
    processes: routed ? app.processes : [],
    otherRoutes: await readOtherRoutes(record.namespace.name, name),
  };
}

async function applyIngress(app: App, record: ReleaseRecord): Promise<void> {
  const { manifests } = await prepare(app);
  const ingress = manifests.filter(({ ref }) => ref.kind === "Ingress");
  const gone = record.objects.filter(({ kind, namespace }) => kind === "Ingress" && namespace === app.namespace.name);
  if (ingress.length > 0) await apply(`apply the Ingress of namespace ${app.namespace.name}`, ingress);
  else if (gone.length > 0) await remove(`remove the Ingress of namespace ${app.namespace.name}`, gone);
}
