// `dokku apps:rename`, at its end: where the new name was not deployed (--skip-deploy), the old one's objects go as its containers would.
import { removePredecessors } from "../tasks/leftovers/rename.ts";

/** Arguments: old app, new app. */
export async function run([, to = ""]: readonly string[]): Promise<void> {
  await removePredecessors(to);
}
