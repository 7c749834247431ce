// `dokku apps:destroy`, at its end: scheduler-post-delete was another scheduler's, so what the app has in the cluster is kept in mind for a cleanup.
import { withLock } from "../edge/lock.ts";
import { keepLeftovers, sayLeft } from "../tasks/leftovers/rename.ts";

/** Arguments: app, image tag. */
export async function run([app = ""]: readonly string[]): Promise<void> {
  await withLock(`app ${app}`, () => keepLeftovers(app, null));
  await sayLeft(app);
}
