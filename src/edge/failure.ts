// The report of an app's last failed deploy: a text in the app's data folder, readable by Dokku alone.
import { fullReport, type SchedulerError } from "../core/errors.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { readText, writeText } from "./files.ts";
import { tolerated } from "./system.ts";

/** Characters. */
const MOST = 64 * 1024;

const file = (app: string) => dataRoot(PLUGIN, app, "failed-deploy");

export async function writeFailure(app: string, error: SchedulerError): Promise<void> {
  const text = `${new Date().toISOString()} ${fullReport(error, app).join("\n")}`;
  // The failure itself is more to know than that it could not be kept.
  await tolerated(() => writeText(file(app), `${text.slice(0, MOST)}\n`));
}

/** Null when none has failed. */
export function readFailure(app: string): Promise<string | null> {
  return readText(file(app));
}
