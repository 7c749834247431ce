// Stops an app: no pod of it is left running, and the Ingress stops sending to it.
import type { Place } from "../../core/model/cluster.ts";
import { type Ref, refOf, startsPods } from "../../core/model/manifest.ts";
import { workloadOfKind } from "../../core/objects/workloads.ts";
import { inventory } from "../../core/plan/changes.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { remove, scaleToZero } from "../../edge/kube/kubectl.ts";
import { withLock, withPlace } from "../../edge/lock.ts";
import { readRecord, updateRecord } from "../../edge/record.ts";
import { readWorkloads } from "../release/workloads.ts";
import { updateRoutes } from "../routes/routes.ts";

export async function stop(app: string): Promise<void> {
  // A deploy in progress would start the pods again.
  await withLock(`app ${app}`, async () => {
    const place = await placeOf(app);
    const isStarter = (ref: Ref) => startsPods(ref) && ref.namespace === place.namespace;
    await take(app, ((await readRecord(app))?.objects ?? []).filter(isStarter), place);
    const workloads = await readWorkloads(app, place);
    const scaled = workloads.filter(({ kind }) => workloadOfKind(kind)?.hasScale);
    if (scaled.length > 0) await scaleToZero(scaled, place);
    // Each node has a pod of it for as long as it is there.
    await take(app, workloads.filter((one) => !scaled.includes(one)).map(refOf), place);
    await updateRoutes(app, { routed: false, ports: false });
  });
}

/** The next deploy makes them again. */
async function take(app: string, refs: readonly Ref[], place: Place): Promise<void> {
  if (refs.length === 0) return;
  await remove(`remove ${refs.map(({ name }) => name).join(", ")}`, refs, place.cluster);
  await withPlace(place, () => updateRecord(app, (record) => ({ ...record, objects: inventory(record, [], refs) })));
}
