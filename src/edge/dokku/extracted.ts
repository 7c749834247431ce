// The Procfile and app.json that Dokku took out of the app's source.
import { readText } from "../files.ts";
import { dataRoot } from "./paths.ts";

/**
 * The text of an extracted file, null when the app has none. During a deploy the new one carries the deploying process' id, or is
 * marked `.missing`; core moves it into place only in core-post-deploy.
 */
export async function readExtracted(
  plugin: "ps" | "app-json",
  app: string,
  name: "Procfile" | "app.json",
): Promise<string | null> {
  const settled = dataRoot(plugin, app, name);
  const fresh = `${settled}.${process.env.DOKKU_PID ?? ""}`;
  const [missing, inDeploy, before] = await Promise.all([
    readText(`${fresh}.missing`),
    readText(fresh),
    readText(settled),
  ]);
  return missing === null ? (inDeploy ?? before) : null;
}

/** The same of the last deploy that went well, null when that app had none. */
export function readSettled(
  plugin: "ps" | "app-json",
  app: string,
  name: "Procfile" | "app.json",
): Promise<string | null> {
  return readText(dataRoot(plugin, app, name));
}
