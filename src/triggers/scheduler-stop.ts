// `dokku ps:stop`
import { stop } from "../tasks/app/stop.ts";

/** Arguments: scheduler, app, and `true` when the app is about to be destroyed: then scheduler-post-delete does it all. */
export async function run([, app = "", destroyed = ""]: readonly string[]): Promise<void> {
  if (destroyed !== "true") await stop(app);
}
