// A build has checked the app's source out: the templates that it carries are kept, where the site's admin lets apps have some.
import { readProperties } from "../edge/dokku/properties.ts";
import { keepRepository } from "../edge/repository-templates.ts";

/** Arguments: app, folder of the source, revision. */
export async function run([app = "", source = ""]: readonly string[]): Promise<void> {
  const { "app-templates": kinds, "app-templates-folder": folder } = await readProperties(app);
  if (kinds !== "") await keepRepository(app, source, folder);
}
