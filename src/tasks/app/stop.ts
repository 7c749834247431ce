// Stops an app: no pod of it is left running, and the Ingress stops sending to it.
import { refOf } from "../../core/model/manifest.ts";
import { workloadOfKind } from "../../core/objects/workloads.ts";
import { inventory } from "../../core/plan/changes.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { remove, scaleToZero } from "../../edge/kube/kubectl.ts";
import { withLock, withPlace } from "../../edge/lock.ts";
import { updateRecord } from "../../edge/record.ts";
import { readWorkloads } from "../release/workloads.ts";
import { updateRoutes } from "../routes/routes.ts";

export async function stop(app: string): Promise<void> {
  // A deploy in progress would start the pods again.
  await withLock(`app ${app}`, async () => {
    const place = await placeOf(app);
    const workloads = await readWorkloads(app, place);
    const scaled = workloads.filter(({ kind }) => workloadOfKind(kind)?.hasScale);
    if (scaled.length > 0) await scaleToZero(scaled, place);
    // Each node has a pod of it for as long as it is there: the next deploy makes it again.
    const others = workloads.filter((one) => !scaled.includes(one)).map(refOf);
    if (others.length > 0) {
      await remove(`remove ${others.map(({ name }) => name).join(", ")}`, others, place.cluster);
      await withPlace(place, () =>
        updateRecord(app, (record) => ({ ...record, objects: inventory(record, [], others) })),
      );
    }
    await updateRoutes(app, { routed: false, ports: false });
  });
}
