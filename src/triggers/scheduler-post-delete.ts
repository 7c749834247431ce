// `dokku apps:destroy`: everything the app has in the cluster goes. A failure here would leave Dokku with an app it cannot delete, so a
// cluster that does not answer is reported, with what stays behind, but is no error: a later cleanup removes that.
import { isRecorded } from "../edge/record.ts";
import { warnOf } from "../edge/system.ts";
import { destroy } from "../tasks/app/destroy.ts";
import { keepLeftovers, sayLeft } from "../tasks/leftovers/rename.ts";

/** Arguments: scheduler, app, image tag. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  try {
    await destroy(app);
  } catch (thrown) {
    warnOf(thrown);
    // What has a record is kept in mind by post-delete: until then the record tells other apps what routes to this one.
    if (await isRecorded(app)) return;
    await keepLeftovers(app, null);
    await sayLeft(app);
  }
}
