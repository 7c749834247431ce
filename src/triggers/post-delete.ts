// `dokku apps:destroy`, at its end, for an app that we have a record of: what it still has in the cluster, because that did not answer or the app
// was another scheduler's by then, is kept in mind for a cleanup.
import { withLock } from "../edge/lock.ts";
import { keepLeftovers, sayLeft } from "../tasks/leftovers/rename.ts";

/** Arguments: app, image tag. */
export async function run([app = ""]: readonly string[]): Promise<void> {
  await withLock(`app ${app}`, () => keepLeftovers(app, null));
  await sayLeft(app);
}
