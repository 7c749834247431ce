// `dokku run:stop`: a run is stopped and removed; what is attached to it gets its exit code.
import { idOf, runName } from "../core/one-off/one-off.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { step } from "../edge/log.ts";
import { removeOneOffs } from "../tasks/one-off/follow.ts";
import { listRuns, splitRunName } from "../tasks/one-off/list.ts";

/** Arguments: scheduler, app or empty when a name says it, name of a run or empty for all. */
export async function run([, given = "", name = ""]: readonly string[]): Promise<void> {
  const app = given || (splitRunName(name)?.app ?? name);
  const jobs = await listRuns(app, name, "jobs");
  const place = await placeOf(app);
  await removeOneOffs(place, jobs);
  for (const job of jobs) step(`Stopped ${runName(app, idOf(job))}`);
}
