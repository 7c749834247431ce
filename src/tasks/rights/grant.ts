// What is known of apps that decides which rights they take: without a cluster, and without writing anything.
import type { Cluster } from "../../core/model/cluster.ts";
import type { Account, Grant, Tenancy } from "../../core/rights/account.ts";
import { mustExist, visibleApps } from "../../edge/dokku/apps.ts";
import { selectedScheduler } from "../../edge/dokku/neighbours.ts";
import { namedPlace, nextPlaceOf } from "../../edge/dokku/place.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { warn } from "../../edge/log.ts";
import { readRecord } from "../../edge/record.ts";
import { preview } from "../render/preview.ts";

export interface Granted {
  readonly grant: Grant;
  readonly cluster: Cluster;
}

/** Throws NO_SUCH_APP, TEMPLATE_BROKEN, HOOK_FAILED. */
export async function grantOfApp(app: string, account: Account | null): Promise<Granted> {
  await mustExist(app);
  const { cluster, namespace } = await nextPlaceOf(app);
  const tenancies = [await readTenancy(app, namespace)];
  return { cluster, grant: { account: account ?? { namespace, name: NAME }, app, tenancies, isAnywhere: false } };
}

/** Of the apps in the site's cluster; those elsewhere are named. Throws TEMPLATE_BROKEN, HOOK_FAILED. */
export async function grantOfAll(account: Account | null, isAnywhere: boolean): Promise<Granted> {
  const { cluster } = await namedPlace("default", {});
  const tenancies: Tenancy[] = [];
  for (const app of [...(await visibleApps())].sort()) {
    if ((await selectedScheduler(app)) !== "kubernetes") continue;
    const place = await nextPlaceOf(app);
    if (isSameCluster(place.cluster, cluster)) tenancies.push(await readTenancy(app, place.namespace));
    else warn(`${app} is in another cluster: dokku scheduler-kubernetes:rbac ${app}`);
  }
  const grant = { account: account ?? { namespace: NAME, name: NAME }, app: null, tenancies, isAnywhere };
  return { cluster, grant };
}

const NAME = "dokku";

async function readTenancy(app: string, namespace: string): Promise<Tenancy> {
  const [record, manifests] = await Promise.all([readRecord(app), preview(app)]);
  const isOwn = record !== null && record.namespace.name === namespace && record.namespace.managed;
  return { namespace, isOwn, kinds: manifests.map(({ ref }) => ref) };
}
