// `dokku ps:inspect`: the app's pods as JSON, as Dokku shows containers.
import { print } from "../edge/log.ts";
import { inspect } from "../tasks/app/inspect.ts";

/** Arguments: scheduler, app. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  print(JSON.stringify(await inspect(app), null, 4));
}
