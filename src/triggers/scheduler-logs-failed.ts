// `dokku logs:failed`: why the last deploy that failed did, kept when it failed, for its pods may be gone.
import { mustExist } from "../edge/dokku/apps.ts";
import { readFailure } from "../edge/failure.ts";
import { print } from "../edge/log.ts";

/** Arguments: scheduler, app. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  await mustExist(app);
  print((await readFailure(app)) ?? `No deploy of ${app} has failed`);
}
