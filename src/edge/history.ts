// The last releases of an app, one JSON file each in the app's data folder.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PastRelease } from "../core/model/past-release.ts";
import { type History, kept } from "../core/plan/history.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { readData, writeData } from "./files.ts";

const folder = (app: string) => dataRoot(PLUGIN, app, "releases");

export async function readHistory(app: string): Promise<History> {
  const names = (await readdir(folder(app)).catch(() => [] as string[])).filter((name) => /^\d+\.json$/.test(name));
  const found = await Promise.all(names.map((name) => readData<PastRelease>(join(folder(app), name))));
  return found.filter((release) => release !== null).sort((a, b) => a.number - b.number);
}

/** Adds or overwrites it, and deletes those that are too old. */
export async function remember(app: string, release: PastRelease): Promise<void> {
  await writeData(join(folder(app), `${release.number}.json`), release);
  const history = await readHistory(app);
  const old = history.filter((one) => !kept(history).includes(one));
  await Promise.all(old.map(({ number }) => rm(join(folder(app), `${number}.json`), { force: true })));
}

export async function forget(app: string): Promise<void> {
  await rm(folder(app), { recursive: true, force: true });
}
