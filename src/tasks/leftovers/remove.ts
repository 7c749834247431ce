// Removes what an app has left behind where it no longer runs, and its record.
import { type Cluster, ofCluster } from "../../core/model/cluster.ts";
import type { Ref } from "../../core/model/manifest.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { remove } from "../../edge/kube/kubectl.ts";
import { writeLeftovers } from "../../edge/leftovers.ts";
import { removeRecord, updateRecord, writeRecord } from "../../edge/record.ts";
import { keptClaimLines } from "../release/kept-claims.ts";
import { renewShared } from "../routes/routes.ts";
import { step } from "../steps/steps.ts";
import { findIn, type Inventory, isAtHome, readInventory } from "./find.ts";

/**
 * Removes what is there now, and forgets it. What a cluster that does not answer has stays in the inventory. `heir` is the app that this one
 * was renamed to.
 */
export async function removeLeftovers(app: string, withClaims: boolean, heir: string | null = null): Promise<void> {
  const inventory = await readInventory(app);
  const answered = (await findIn(inventory)).filter(({ error }) => error === null);
  // Before an Ingress is rebuilt from all routes.
  if (inventory.home === null) await updateRecord(app, (record) => ({ ...record, routes: [] }));
  for (const { cluster, shared, removable, claims } of answered) {
    for (const { namespace, name } of shared) await renewShared({ cluster, namespace: namespace ?? "" }, name);
    const refs = [...removable, ...(withClaims ? claims : [])];
    const names = refs.map(({ kind, name }) => `${kind} ${name}`).join(", ");
    if (refs.length === 0) continue;
    await step({
      title: `Removing what is left of ${app}${ofCluster(cluster)}`,
      event: null,
      run: async (out) => {
        await remove(`remove ${names}`, refs, cluster);
        for (const namespace of new Set(refs.flatMap((ref) => ref.namespace ?? [])))
          for (const line of await keptClaimLines(app, refs, { cluster, namespace }, heir)) out.output = line;
        out.title = `Removed ${names}`;
      },
    });
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
