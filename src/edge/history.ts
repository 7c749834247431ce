// The last releases of an app, one JSON file each in the app's data folder.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { PastRelease } from "../core/model/past-release.ts";
import { completed } from "../core/model/record.ts";
import { type History, kept } from "../core/plan/history.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { namesIn, readData, removeData, writeData } from "./files.ts";
import { explained, tolerated } from "./system.ts";

const folder = (app: string) => dataRoot(PLUGIN, app, "releases");

/** A release that cannot be read is said and left out. */
export async function readHistory(app: string): Promise<History> {
  const names = (await namesIn(folder(app))).filter((name) => /^\d+\.json$/.test(name));
  const found = await Promise.all(names.map((name) => tolerated(() => read(app, name))));
  return found.filter((release) => release !== null).sort((a, b) => a.number - b.number);
}

/** The newest one alone; null when there is none that can be read. */
export async function readNewest(app: string): Promise<PastRelease | null> {
  const numbers = (await namesIn(folder(app))).flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length === 0) return null;
  return tolerated(() => read(app, `${Math.max(...numbers)}.json`));
}

/** The newest one, behind the one that it returned to: what tells which scale runs. */
export async function readLast(app: string): Promise<History> {
  const newest = await readNewest(app);
  if (newest === null) return [];
  if (newest.returnedTo === null) return [newest];
  const restored = await tolerated(() => read(app, `${newest.returnedTo}.json`));
  return restored === null ? [newest] : [restored, newest];
}

async function read(app: string, name: string): Promise<PastRelease | null> {
  const release = await readData<PastRelease>(join(folder(app), name), "past-release");
  return release && { ...release, record: completed(release.record) };
}

/** Adds or overwrites it, and deletes those that are too old. */
export async function remember(app: string, release: PastRelease): Promise<void> {
  await writeData(join(folder(app), `${release.number}.json`), "past-release", release);
  const history = await readHistory(app);
  const old = history.filter((one) => !kept(history).includes(one));
  await Promise.all(old.map(({ number }) => removeData(join(folder(app), `${number}.json`))));
}

export async function forget(app: string): Promise<void> {
  await rm(folder(app), { recursive: true, force: true }).catch((error) => {
    throw explained(error, null, folder(app));
  });
}
