// `dokku apps:rename`, before the old name is destroyed: what was set for it goes on under the new one.
import { copyProperties } from "../edge/dokku/properties.ts";
import { copyTemplates } from "../edge/templates.ts";

/** Arguments: old app, new app. */
export async function run([from = "", to = ""]: readonly string[]): Promise<void> {
  await copyProperties(from, to);
  await copyTemplates(from, to);
}
