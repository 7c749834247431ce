// Stops an app: no pod of it is left running, and the Ingress stops sending to it.
import { processSelector } from "../../core/objects/labels.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { list, scaleToZero } from "../../edge/kube/kubectl.ts";
import { withLock } from "../../edge/lock.ts";
import { updateRoutes } from "../routes/routes.ts";

export async function stop(app: string): Promise<void> {
  // A deploy in progress would start the pods again.
  await withLock(`app ${app}`, async () => {
    const place = await placeOf(app);
    const deployments = await list(["deployments"], processSelector(app), place);
    if (deployments.length > 0)
      await scaleToZero(
        deployments.map(({ metadata }) => metadata.name),
        place,
      );
    await updateRoutes(app, { routed: false, ports: false });
  });
}
