// `dokku run:retire APP`: runs that have ended go at once. Those of other apps do after their time, without anybody's help: the timer of
// Dokku, which names no app, has nothing to do here.
import { runsOf } from "../core/one-off/run-list.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { removeOneOffs } from "../tasks/one-off/follow.ts";
import { listRuns } from "../tasks/one-off/list.ts";

/** Arguments: scheduler, app. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  if (app === "") return;
  const jobs = await listRuns(app, "", "jobs");
  await removeOneOffs(
    await placeOf(app),
    jobs.filter((job) => runsOf(app, [job])[0]?.state === "exited"),
  );
}
