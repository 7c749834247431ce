// Destroying an app: a deploy with no objects.
import { type Place, placeName } from "../../core/model/cluster.ts";
import { key, type Ref } from "../../core/model/manifest.ts";
import { emptied, placeIn } from "../../core/model/record.ts";
import { madeSelector, processSelector } from "../../core/objects/labels.ts";
import { isKept } from "../../core/plan/leftovers.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { readProperty } from "../../edge/dokku/properties.ts";
import { forget } from "../../edge/history.ts";
import { remove, removeLabelled } from "../../edge/kube/kubectl.ts";
import { readLeftovers } from "../../edge/leftovers.ts";
import { withLock } from "../../edge/lock.ts";
import { readOtherOwners, readRecord, updateRecord } from "../../edge/record.ts";
import { removePredecessors } from "../leftovers/rename.ts";
import { keptClaimLines } from "../release/kept-claims.ts";
import { leaveOtherPlaces, updateRoutes } from "../routes/routes.ts";
import { step } from "../steps/steps.ts";

/** The kinds that the original plugin made; its apps have no inventory. */
const ORIGINAL_KINDS = ["deployments", "services", "horizontalpodautoscalers", "poddisruptionbudgets"];

/** An app that has never been deployed needs no cluster. */
export async function destroy(app: string): Promise<void> {
  await withLock(`app ${app}`, async () => {
    const record = await readRecord(app);
    if (record === null) return destroyInherited(app);
    await updateRoutes(app, { routed: false, ports: false });
    await leaveOtherPlaces(app);
    await removeAll(app, placeIn(record), record.objects);
    for (const { cluster, objects } of record.elsewhere)
      for (const namespace of new Set(objects.flatMap((ref) => ref.namespace ?? [])))
        await removeAll(
          app,
          { cluster, namespace },
          objects.filter((ref) => ref.namespace === namespace),
        );
    await updateRecord(app, emptied);
    await forget(app);
  });
  // Renamed to this one, which has never been deployed.
  await removePredecessors(app);
}

async function removeAll(app: string, place: Place, objects: readonly Ref[]): Promise<void> {
  const owners = await readOtherOwners(app, place.cluster);
  const own = objects.filter((ref) => !isKept(ref));
  const refs = own.filter((ref) => !owners.has(key(ref)));
  const names = refs.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  await step({
    title: `Removing ${app} from ${placeName(place)}`,
    event: null,
    run: async (out) => {
      for (const ref of own.filter((one) => !refs.includes(one)))
        out.output = `${ref.kind} ${ref.name} stays: ${owners.get(key(ref))} has it too`;
      await remove(`remove ${names} of ${placeName(place)}`, refs, place.cluster);
      for (const line of await keptClaimLines(app, refs, place)) out.output = line;
      // Running one-offs, and certificates of cert-manager, which outlive their Certificate.
      await removeLabelled(`remove the Jobs and Secrets of ${app}`, ["jobs", "secrets"], madeSelector(app), place);
      out.title = `Removed ${names}`;
    },
  });
}

async function destroyInherited(app: string): Promise<void> {
  const wasRenamed = (await readLeftovers(app))?.heir != null;
  if (wasRenamed || (await readProperty("common", app, "deployed")) !== "true") return;
  const place = await nextPlaceOf(app);
  const doing = `remove the objects of ${app} from ${placeName(place)}`;
  await step({
    title: `Removing ${app} from ${placeName(place)}`,
    event: null,
    run: () => removeLabelled(doing, ORIGINAL_KINDS, processSelector(app), place),
  });
}
