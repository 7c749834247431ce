// The Procfile and app.json that Dokku took out of the app's source.
import { readFile } from "node:fs/promises";
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
  const [missing, inDeploy, before] = await Promise.all([text(`${fresh}.missing`), text(fresh), text(settled)]);
  return missing === null ? (inDeploy ?? before) : null;
}

/** The same of the last deploy that went well, null when that app had none. */
export function readSettled(
  plugin: "ps" | "app-json",
  app: string,
  name: "Procfile" | "app.json",
): Promise<string | null> {
  return text(dataRoot(plugin, app, name));
}

async function text(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
