// What a deploy would send of an app, without a cluster and without writing anything.
import { appOf } from "../../core/model/app.ts";
import { clusterOf } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { recordedState } from "../../core/model/record.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { readNeighbours } from "../../edge/dokku/neighbours.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { readRecord } from "../../edge/record.ts";
import { renderAndValidate } from "./render.ts";

/** With their issues. Throws NO_SUCH_APP, TEMPLATE_BROKEN, HOOK_FAILED. */
export async function preview(name: string): Promise<readonly Manifest[]> {
  const record = await readRecord(name);
  const app = await readApp(name, null, record);
  const { namespace } = app.properties;
  const cluster = clusterOf(app.properties);
  // Whose the namespace is only the cluster knows before the first deploy: a deploy would make a missing one.
  const isThere = record?.namespace.name === namespace && isSameCluster(record.cluster, cluster);
  const managed = isThere ? record.namespace.managed : true;
  const state = recordedState(record, { name: namespace, managed });
  const neighbours = await readNeighbours({ cluster, namespace }, name, false);
  return (await renderAndValidate(appOf(app, state, neighbours))).manifests;
}
