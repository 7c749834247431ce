// `dokku ps:stop`: no pod of the app is left running, and the Ingress stops sending to it.

import { processSelector } from "../core/objects/labels.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { list, scaleToZero } from "../edge/kube/kubectl.ts";
import { withLock } from "../edge/lock.ts";
import { updateRoutes } from "../tasks/routes/routes.ts";

/** Arguments: scheduler, app, and `true` when the app is about to be destroyed: then scheduler-post-delete does it all. */
export async function run([, app = "", destroyed = ""]: readonly string[]): Promise<void> {
  if (destroyed === "true") return;
  // A deploy in progress would start the pods again.
  await withLock(`app ${app}`, () => stop(app));
}

async function stop(app: string): Promise<void> {
  const place = await placeOf(app);
  const deployments = await list(["deployments"], processSelector(app), place);
  if (deployments.length > 0)
    await scaleToZero(
      deployments.map(({ metadata }) => metadata.name),
      place,
    );
  await updateRoutes(app, { routed: false, ports: false });
}
