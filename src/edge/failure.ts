// What the last deploy of an app that failed left to read: a text in the app's data folder, for nobody but Dokku.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { SchedulerError } from "../core/errors.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";

/** Characters. */
const MOST = 64 * 1024;

const file = (app: string) => dataRoot(PLUGIN, app, "failed-deploy");

export async function writeFailure(app: string, { doing, because, next, evidence }: SchedulerError): Promise<void> {
  const when = new Date().toISOString();
  const lines = [`${when} ${doing}`, ...because, ...(next === null ? [] : [next]), ...evidence];
  await mkdir(dirname(file(app)), { recursive: true });
  const beside = `${file(app)}.${process.pid}`;
  await writeFile(beside, `${lines.join("\n").slice(0, MOST)}\n`, { mode: 0o600 });
  await rename(beside, file(app));
}

/** Null when none has failed. */
export async function readFailure(app: string): Promise<string | null> {
  return readFile(file(app), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}
