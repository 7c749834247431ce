// What a deploy would send of an app, without a cluster and without writing anything.
import { type App, appOf } from "../../core/model/app.ts";
import { clusterOf } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { recordedState } from "../../core/model/record.ts";
import { type Asking, readApp } from "../../edge/dokku/app.ts";
import { readNeighbours, readsBy, type SharedReads } from "../../edge/dokku/neighbours.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { asSent } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";
import { prepare, renderAndValidate } from "./render.ts";

/** With their issues. Throws NO_SUCH_APP, TEMPLATE_BROKEN, HOOK_FAILED. */
export async function preview(name: string): Promise<readonly Manifest[]> {
  return (await renderAndValidate(await readOffline(name))).manifests;
}

/** All of them, in the order they are applied. Throws what `prepare` throws, as the deploy would, and NO_SUCH_APP. */
export async function previewSent(name: string, asking?: Asking): Promise<readonly KubeObject[]> {
  const reads = asking && readsBy(asking);
  return asSent((await prepare(await readOffline(name, asking, reads))).manifests, reads?.serverId);
}

/** As the next deploy would find it, as far as files and Dokku tell. Throws NO_SUCH_APP, BAD_APP, HOOK_FAILED. */
export async function readOffline(name: string, asking?: Asking, reads?: SharedReads): Promise<App> {
  const record = await readRecord(name);
  const app = await readApp(name, null, record, undefined, asking);
  const { namespace } = app.properties;
  const cluster = clusterOf(app.properties);
  // Whose the namespace is only the cluster knows before the first deploy: a deploy would make a missing one.
  const isThere = record?.namespace.name === namespace && isSameCluster(record.cluster, cluster);
  const managed = isThere ? record.namespace.managed : true;
  const state = recordedState(record, { name: namespace, managed });
  return appOf(app, state, await readNeighbours({ cluster, namespace }, name, false, false, reads));
}
