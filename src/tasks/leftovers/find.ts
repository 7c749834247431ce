// Finds what an app has left behind where it no longer runs.
import { type SchedulerError, survived } from "../../core/errors.ts";
import type { Cluster, Place } from "../../core/model/cluster.ts";
import { type ClusterObjects, clusterObjectsOf, type Leftovers } from "../../core/model/leftovers.ts";
import { isAmong, type KubeObject, type Ref } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { appSelector, othersSelector } from "../../core/objects/labels.ts";
import { isCustom } from "../../core/plan/custom.ts";
import { isKept, kindsBeside, namespacesOf, type Sorted, sortLeftovers } from "../../core/plan/leftovers.ts";
import { exists, visibleApps } from "../../edge/dokku/apps.ts";
import { readMounting } from "../../edge/dokku/mounts.ts";
import { selectedScheduler } from "../../edge/dokku/neighbours.ts";
import { nextPlaceOf, placeOf } from "../../edge/dokku/place.ts";
import { readProperty } from "../../edge/dokku/properties.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { getAll, listReadable, servedVersions } from "../../edge/kube/kubectl.ts";
import { readAllLeftovers, readLeftovers } from "../../edge/leftovers.ts";
import { readOtherOwners, readRecord } from "../../edge/record.ts";
import { tolerated } from "../../edge/system.ts";

/** What one cluster has, or why it does not say. */
export interface Finding extends Sorted {
  readonly cluster: Cluster;
  readonly error: SchedulerError | null;
}

const NOTHING: Sorted = { removable: [], shared: [], claims: [], unlabelled: [] };

export interface Inventory {
  readonly app: string;
  readonly record: ReleaseRecord | null;
  readonly leftovers: Leftovers | null;
  /** Where the app lives; null when it does nowhere on Kubernetes. */
  readonly home: Place | null;
}

export async function readInventory(app: string): Promise<Inventory> {
  const [record, leftovers] = await Promise.all([readRecord(app), readLeftovers(app)]);
  const isHere = (await exists(app)) && (await selectedScheduler(app)) === "kubernetes";
  const isDeployed = record !== null || (await readProperty("common", app, "deployed")) === "true";
  return { app, record, leftovers, home: isHere && isDeployed ? await placeOf(app) : null };
}

/** By cluster, each once. What has no record is looked for where the next deploy would put it. */
export async function inventories({ app, record, leftovers }: Inventory): Promise<readonly ClusterObjects[]> {
  const known: ClusterObjects[] = [
    ...(record === null ? [] : [record, ...record.elsewhere]),
    ...(leftovers?.left ?? []),
  ];
  const all = record === null && leftovers === null ? [clusterObjectsOf(await nextPlaceOf(app))] : known;
  return all.reduce<readonly ClusterObjects[]>((sum, { cluster, objects }) => {
    const same = sum.find((one) => isSameCluster(one.cluster, cluster));
    const merged = { cluster: same?.cluster ?? cluster, objects: [...(same?.objects ?? []), ...objects] };
    return [...sum.filter((one) => one !== same), merged];
  }, []);
}

/** `ref` is one of an app's objects in `cluster`. */
export function isAtHome({ record, home }: Inventory, cluster: Cluster, ref: Ref): boolean {
  if (home === null || ref.namespace !== home.namespace || !isSameCluster(home.cluster, cluster)) return false;
  return record === null || isAmong(record.objects, ref);
}

export async function findLeftovers(app: string): Promise<readonly Finding[]> {
  return findIn(await readInventory(app));
}

export async function findIn(inventory: Inventory): Promise<readonly Finding[]> {
  return Promise.all((await inventories(inventory)).map((holding) => look(inventory, holding)));
}

/** Destroyed apps, and those with recorded objects outside their current place. */
export async function appsWithLeftovers(): Promise<readonly string[]> {
  const [apps, leftovers] = await Promise.all([visibleApps(), readAllLeftovers()]);
  const gone = [...leftovers].flatMap(([app, { heir }]) => (heir === null ? [app] : []));
  const isOne = async (app: string) => isMoved(await readInventory(app));
  const moved = await Promise.all(apps.map(async (app) => ((await tolerated(() => isOne(app))) ? [app] : [])));
  return [...new Set([...gone, ...moved.flat()])].sort();
}

function isMoved(inventory: Inventory): boolean {
  const { record } = inventory;
  if (record === null) return false;
  const { cluster, objects } = record;
  return (
    record.elsewhere.length > 0 ||
    objects.some((ref) => ref.namespace !== null && !isKept(ref) && !isAtHome(inventory, cluster, ref))
  );
}

async function look(inventory: Inventory, { cluster, objects }: ClusterObjects): Promise<Finding> {
  const { app, home } = inventory;
  const here = (ref: Ref) => isAtHome(inventory, cluster, ref);
  const namespaces = namespacesOf(objects).filter(
    (namespace) => home?.namespace !== namespace || !isSameCluster(home.cluster, cluster),
  );
  try {
    const live = await readLive(app, objects, namespaces, cluster);
    const sorted = sortLeftovers({
      app,
      isAtHome: here,
      live,
      taken: new Set((await readOtherOwners(app, cluster)).keys()),
    });
    return { cluster, ...sorted, claims: await freeClaims(app, sorted.claims, cluster), error: null };
  } catch (thrown) {
    const error = survived(thrown);
    const attachGap = objects.filter((ref) => !isKept(ref) && !here(ref));
    return { cluster, ...NOTHING, removable: attachGap, error };
  }
}

/** What is there of the inventory, and what carries the app's labels in these namespaces. */
async function readLive(
  app: string,
  objects: readonly Ref[],
  namespaces: readonly string[],
  cluster: Cluster,
): Promise<readonly KubeObject[]> {
  const served = objects.some(isCustom) ? await servedVersions(cluster) : null;
  const known = objects.filter((ref) => ref.namespace !== null && (!isCustom(ref) || served?.has(ref.apiVersion)));
  const kinds = kindsBeside(objects);
  const [recorded, ...labelled] = await Promise.all([
    known.length === 0 ? [] : getAll(`look for what is left of ${app}`, known, cluster),
    ...namespaces.flatMap((namespace) =>
      [appSelector(app), othersSelector(app)].map(async (selector) => {
        return (await listReadable(kinds, selector, { cluster, namespace })).objects;
      }),
    ),
  ]);
  return [...recorded, ...labelled.flat()];
}

/** Those that were made by add-pvc and that no other app mounts. */
async function freeClaims(app: string, claims: readonly Ref[], cluster: Cluster): Promise<readonly Ref[]> {
  if (claims.length === 0) return [];
  const live = await getAll(`look for the claims of ${app}`, claims, cluster);
  const free = await Promise.all(
    claims.map(async (ref) => {
      const object = live.find(({ metadata }) => metadata.name === ref.name && metadata.namespace === ref.namespace);
      const mounting = await readMounting({ cluster, namespace: ref.namespace ?? "" });
      const others = (mounting.get(ref.name) ?? []).filter((other) => other !== app);
      return object?.metadata.labels?.pvc !== undefined && others.length === 0;
    }),
  );
  return claims.filter((_, index) => free[index]);
}
