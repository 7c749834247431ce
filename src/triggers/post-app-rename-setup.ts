// `dokku apps:rename`, before the old name is destroyed: what was set for it is kept under the new one, and what it has in clusters keeps
// serving until the new one does. Dokku asks the wrong scheduler to destroy it.
import { selectedScheduler } from "../edge/dokku/neighbours.ts";
import { copyProperties } from "../edge/dokku/properties.ts";
import { readPredecessors, writeLeftovers } from "../edge/leftovers.ts";
import { withLock } from "../edge/lock.ts";
import { copyTemplates } from "../edge/templates.ts";
import { keepLeftovers } from "../tasks/leftovers/rename.ts";

/** Arguments: old app, new app. */
export async function run([from = "", to = ""]: readonly string[]): Promise<void> {
  await copyProperties(from, to);
  await copyTemplates(from, to);
  await withLock(`app ${from}`, async () => {
    const heir = (await selectedScheduler(to)) === "kubernetes" ? to : null;
    // One that was renamed before and not deployed since.
    for (const [app, leftovers] of await readPredecessors(from)) await writeLeftovers(app, { ...leftovers, heir });
    await keepLeftovers(from, heir);
  });
}
