// `dokku cron:set APP maintenance true`, `cron:suspend`, `cron:resume`: the CronJobs rest or go on. Dokku calls this at the end of a deploy
// too, which has just applied them, and of an app's destruction, which has just removed them.
import { suspendCron } from "../tasks/cron.ts";

/** Arguments: scheduler, app; none when the whole site's was changed. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  if (process.env.DOKKU_KUBERNETES_DEPLOYING === app || process.env.DOKKU_COMMAND === "apps:destroy") return;
  await suspendCron(app === "" ? null : app);
}
