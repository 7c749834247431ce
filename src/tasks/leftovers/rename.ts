// What outlives an app's data: its objects, while the cluster is unreachable, until the app of a new name serves, or in a place that it has left.
import { setTimeout } from "node:timers/promises";
import { ofCluster } from "../../core/model/cluster.ts";
import { clusterObjectsOf, leftoversOf } from "../../core/model/leftovers.ts";
import { ENDPOINT_DELAY } from "../../core/objects/termination.ts";
import { isKept, namespacesOf } from "../../core/plan/leftovers.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { readProperty } from "../../edge/dokku/properties.ts";
import { addLeftovers, readLeftovers, readPredecessors, writeLeftovers } from "../../edge/leftovers.ts";
import { withLock } from "../../edge/lock.ts";
import { warn } from "../../edge/log.ts";
import { isRecorded, readRecord, removeRecord } from "../../edge/record.ts";
import { updateRoutes } from "../routes/routes.ts";
import { step } from "../steps/steps.ts";
import { inventories, isAtHome, readInventory } from "./find.ts";
import { removeLeftovers } from "./remove.ts";

/**
 * The app's data goes, and what it has in clusters is kept in mind: for `heir`, which replaces it, or for a later cleanup. Nothing when it
 * has never been deployed.
 */
export async function keepLeftovers(app: string, heir: string | null): Promise<void> {
  // One that is damaged tells nothing more: what it knew of is found by its labels.
  const record = await readRecord(app).catch(() => null);
  if (record !== null) await addLeftovers(app, leftoversOf(record, heir));
  else if ((await isRecorded(app)) || (await readProperty("common", app, "deployed")) === "true")
    await addLeftovers(app, { heir, left: [{ ...clusterObjectsOf(await nextPlaceOf(app)), routes: [] }] });
  await removeRecord(app);
}

/** Removes the objects of the app's former names; an unreachable cluster does not stop it. */
export async function removePredecessors(app: string): Promise<void> {
  for (const [from, leftovers] of await readPredecessors(app)) {
    await withLock(`app ${from}`, async () => {
      await writeLeftovers(from, { ...leftovers, heir: null });
      await removeLeftovers(from, false, app);
    });
    await sayLeft(from);
  }
}

/** The first deploy after a rename: the new name takes over what the one before serves, which then goes. */
export async function completeRename(app: string): Promise<void> {
  const predecessors = await readPredecessors(app);
  if (predecessors.size === 0) return;
  if ([...predecessors.values()].some(({ left }) => left.some(({ routes }) => routes.length > 0))) {
    await updateRoutes(app, { routed: true, ports: false });
    const title = "Waiting for the last requests to reach the new name";
    await step({ title, event: null, run: () => setTimeout(ENDPOINT_DELAY * 1_000) });
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
