// `dokku cron:set APP maintenance true`, `cron:suspend`, `cron:resume`: the CronJobs are suspended or resumed.
import { suspendCron } from "../tasks/release/cron.ts";

/** Arguments: scheduler, app; none when the whole site's was changed. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  await suspendCron(app === "" ? null : app);
}
