// Finds what an app has left where it no longer lives, and removes it.
import { setTimeout } from "node:timers/promises";
import { SchedulerError } from "../core/errors.ts";
import { type Cluster, ofCluster, type Place } from "../core/model/cluster.ts";
import { type Holding, holdingOf, type Leftovers, leftoversOf } from "../core/model/leftovers.ts";
import type { KubeObject, Ref } from "../core/model/manifest.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { definitions } from "../core/objects/index.ts";
import { appSelector, othersSelector } from "../core/objects/labels.ts";
import { SETTLE } from "../core/objects/leaving.ts";
import { key } from "../core/plan/changes.ts";
import { isCustom } from "../core/plan/custom.ts";
import { isKept, namespacesOf, type Sorted, sortLeftovers } from "../core/plan/leftovers.ts";
import { exists, visibleApps } from "../edge/dokku/apps.ts";
import { readMounting } from "../edge/dokku/mounts.ts";
import { selectedScheduler } from "../edge/dokku/neighbours.ts";
import { nextPlaceOf, placeOf } from "../edge/dokku/place.ts";
import { readProperty } from "../edge/dokku/properties.ts";
import { isSameCluster } from "../edge/kube/kubeconfig.ts";
import { getAll, list, remove, servedVersions } from "../edge/kube/kubectl.ts";
import { addLeftovers, readAllLeftovers, readLeftovers, readPredecessors, writeLeftovers } from "../edge/leftovers.ts";
import { withLock } from "../edge/lock.ts";
import { warn } from "../edge/log.ts";
import { readRecord, readRecordsFrom, removeRecord, updateRecord, writeRecord } from "../edge/record.ts";
import { renewShared, updateRoutes } from "./routes.ts";
import { run } from "./run.ts";

/** What one cluster has, or why it does not say. */
export interface Finding extends Sorted {
  readonly cluster: Cluster;
  readonly error: SchedulerError | null;
}

const NOTHING: Sorted = { removable: [], shared: [], claims: [], unlabelled: [] };

/** The kinds of our own that every cluster serves, and those of one-off pods. */
const KINDS = [...definitions.filter((one) => one.namespaced && !isCustom(one)).map(({ kind }) => kind), "Job"];

interface Inventory {
  readonly app: string;
  readonly record: ReleaseRecord | null;
  readonly leftovers: Leftovers | null;
  /** Where the app lives; null when it does nowhere on Kubernetes. */
  readonly home: Place | null;
}

async function readInventory(app: string): Promise<Inventory> {
  const [record, leftovers] = await Promise.all([readRecord(app), readLeftovers(app)]);
  const isHere = (await exists(app)) && (await selectedScheduler(app)) === "kubernetes";
  const isDeployed = record !== null || (await readProperty("common", app, "deployed")) === "true";
  return { app, record, leftovers, home: isHere && isDeployed ? await placeOf(app) : null };
}

/** By cluster, each once. What has no record is looked for where the next deploy would put it. */
async function inventories({ app, record, leftovers }: Inventory): Promise<readonly Holding[]> {
  const known: Holding[] = [...(record === null ? [] : [record, ...record.elsewhere]), ...(leftovers?.left ?? [])];
  const all = record === null && leftovers === null ? [holdingOf(await nextPlaceOf(app))] : known;
  return all.reduce<readonly Holding[]>((sum, { cluster, objects }) => {
    const same = sum.find((one) => isSameCluster(one.cluster, cluster));
    const merged = { cluster: same?.cluster ?? cluster, objects: [...(same?.objects ?? []), ...objects] };
    return [...sum.filter((one) => one !== same), merged];
  }, []);
}

/** `ref` is one of an app's objects in `cluster`. */
function isAtHome({ record, home }: Inventory, cluster: Cluster, ref: Ref): boolean {
  if (home === null || ref.namespace !== home.namespace || !isSameCluster(home.cluster, cluster)) return false;
  return record === null || record.objects.some((own) => key(own) === key(ref));
}

export async function findLeftovers(app: string): Promise<readonly Finding[]> {
  return findIn(await readInventory(app));
}

async function findIn(inventory: Inventory): Promise<readonly Finding[]> {
  return Promise.all((await inventories(inventory)).map((holding) => look(inventory, holding)));
}

/** Those that are gone, and those of which more is recorded than what they have where they live. */
export async function appsWithLeftovers(): Promise<readonly string[]> {
  const [apps, leftovers] = await Promise.all([visibleApps(), readAllLeftovers()]);
  const gone = [...leftovers].flatMap(([app, { heir }]) => (heir === null ? [app] : []));
  const moved = await Promise.all(apps.map(async (app) => (isMoved(await readInventory(app)) ? [app] : [])));
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

async function look(inventory: Inventory, { cluster, objects }: Holding): Promise<Finding> {
  const { app, home } = inventory;
  const here = (ref: Ref) => isAtHome(inventory, cluster, ref);
  const namespaces = namespacesOf(objects).filter(
    (namespace) => home?.namespace !== namespace || !isSameCluster(home.cluster, cluster),
  );
  try {
    const live = await readLive(app, objects, namespaces, cluster);
    const sorted = sortLeftovers({ app, isAtHome: here, live, taken: await takenBy(app, cluster) });
    return { cluster, ...sorted, claims: await freeClaims(app, sorted.claims, cluster), error: null };
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code === "INTERRUPTED") throw error;
    const unseen = objects.filter((ref) => !isKept(ref) && !here(ref));
    return { cluster, ...NOTHING, removable: unseen, error };
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
  const found = await Promise.all([
    known.length === 0 ? [] : getAll(`look for what is left of ${app}`, known, cluster),
    ...namespaces.flatMap((namespace) =>
      [appSelector(app), othersSelector(app)].map((selector) => list(KINDS, selector, { cluster, namespace })),
    ),
  ]);
  return found.flat();
}

async function takenBy(app: string, cluster: Cluster): Promise<ReadonlySet<string>> {
  const others = [...(await readRecordsFrom(cluster))].filter(([name]) => name !== app);
  return new Set(others.flatMap(([, { objects }]) => objects.map(key)));
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

/** Removes what is there now, and forgets it. What a cluster that does not answer has stays in the inventory. */
export async function removeLeftovers(app: string, withClaims: boolean): Promise<void> {
  const inventory = await readInventory(app);
  const answered = (await findIn(inventory)).filter(({ error }) => error === null);
  // Before an Ingress is made anew of all that is routed.
  if (inventory.home === null) await updateRecord(app, (record) => ({ ...record, routes: [] }));
  for (const { cluster, shared, removable, claims } of answered) {
    for (const { namespace, name } of shared) await renewShared({ cluster, namespace: namespace ?? "" }, name);
    const refs = [...removable, ...(withClaims ? claims : [])];
    const names = refs.map(({ kind, name }) => `${kind} ${name}`).join(", ");
    await run([
      {
        title: `Removing what is left of ${app}${ofCluster(cluster)}`,
        when: () => refs.length > 0,
        run: async (step) => {
          await remove(`remove ${names}`, refs, cluster);
          step.title = `Removed ${names}`;
        },
      },
    ]);
  }
  await forget(
    inventory,
    answered.map(({ cluster }) => cluster),
  );
}

async function forget(inventory: Inventory, answered: readonly Cluster[]): Promise<void> {
  const { app, record, leftovers } = inventory;
  const isGone = (cluster: Cluster) => answered.some((one) => isSameCluster(one, cluster));
  if (leftovers !== null)
    await writeLeftovers(app, { ...leftovers, left: leftovers.left.filter(({ cluster }) => !isGone(cluster)) });
  if (record === null) return;
  const stays = (cluster: Cluster) => (ref: Ref) =>
    !isGone(cluster) || ref.namespace === null || isAtHome(inventory, cluster, ref);
  const objects = record.objects.filter(stays(record.cluster));
  const elsewhere = record.elsewhere.filter(({ cluster }) => !isGone(cluster));
  const isHeld = elsewhere.length > 0 || objects.some(({ namespace }) => namespace !== null);
  if (inventory.home === null && !isHeld) await removeRecord(app);
  else await writeRecord(app, { ...record, objects, elsewhere });
}

/**
 * The app's data goes, and what it has in clusters is kept in mind: for `heir`, which replaces it, or for a later cleanup. Nothing when it
 * was never deployed.
 */
export async function leaveBehind(app: string, heir: string | null): Promise<void> {
  const record = await readRecord(app);
  if (record !== null) await addLeftovers(app, leftoversOf(record, heir));
  else if ((await readProperty("common", app, "deployed")) === "true")
    await addLeftovers(app, { heir, left: [{ ...holdingOf(await nextPlaceOf(app)), routes: [] }] });
  await removeRecord(app);
}

/** The objects of the names that `app` had before go; a cluster that is away stops nobody. */
export async function removePredecessors(app: string): Promise<void> {
  for (const [from, leftovers] of await readPredecessors(app)) {
    await withLock(`app ${from}`, async () => {
      await writeLeftovers(from, { ...leftovers, heir: null });
      await removeLeftovers(from, false);
    });
    await sayLeft(from);
  }
}

/** The first deploy after a rename: the new name takes over what the one before serves, which then goes. */
export async function succeed(app: string): Promise<void> {
  const predecessors = await readPredecessors(app);
  if (predecessors.size === 0) return;
  if ([...predecessors.values()].some(({ left }) => left.some(({ routes }) => routes.length > 0))) {
    await updateRoutes(app, { routed: true, ports: false });
    await run([{ title: "Letting the last requests find the new name", run: () => setTimeout(SETTLE * 1_000) }]);
  }
  await removePredecessors(app);
}

/** After a deploy: what earlier ones left in other places. */
export async function sayElsewhere(app: string): Promise<void> {
  const inventory = await readInventory(app);
  for (const { cluster, objects } of await inventories(inventory)) {
    const left = objects.filter((ref) => ref.namespace !== null && !isKept(ref) && !isAtHome(inventory, cluster, ref));
    const where = `${namespacesOf(left).join(", ")}${ofCluster(cluster)}`;
    if (left.length > 0) warn(`${left.length} objects are left in ${where}: dokku scheduler-kubernetes:cleanup ${app}`);
  }
}

/** What could not be removed, and how it will be. */
export async function sayLeft(app: string): Promise<void> {
  const left = (await readLeftovers(app))?.left ?? [];
  for (const { cluster, objects } of left) {
    const names = objects.filter((ref) => !isKept(ref)).map(({ kind, name }) => `${kind} ${name}`);
    warn(
      `left in ${namespacesOf(objects).join(", ")}${ofCluster(cluster)}: ${names.join(", ") || `what ${app} has there`}`,
    );
  }
  if (left.length > 0) warn(`remove it later with: dokku scheduler-kubernetes:cleanup ${app}`);
}
