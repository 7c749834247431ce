// Leftovers outlive the app's data: one JSON file for each name, in a folder that no app can have.
import { basename } from "node:path";
import type { Leftovers } from "../core/model/leftovers.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { namesIn, readData, removeData, writeData } from "./files.ts";
import { tolerated } from "./system.ts";

const folder = () => dataRoot(PLUGIN, "--leftovers");
const file = (app: string) => `${folder()}/${app}.json`;

export function readLeftovers(app: string): Promise<Leftovers | null> {
  return readData<Leftovers>(file(app), "leftovers");
}

/** By the name of the app that is gone; what is wrong with a file is said. */
export async function readAllLeftovers(): Promise<ReadonlyMap<string, Leftovers>> {
  const names = (await namesIn(folder())).filter((name) => name.endsWith(".json")).sort();
  const apps = names.map((name) => basename(name, ".json"));
  const found = await Promise.all(apps.map(async (app) => [app, await tolerated(() => readLeftovers(app))] as const));
  return new Map(found.filter((entry): entry is [string, Leftovers] => entry[1] !== null));
}

/** The names that `app` had before, and has not replaced in the cluster yet. */
export async function readPredecessors(app: string): Promise<ReadonlyMap<string, Leftovers>> {
  return new Map([...(await readAllLeftovers())].filter(([, { heir }]) => heir === app));
}

/** None is no file. */
export async function writeLeftovers(app: string, leftovers: Leftovers): Promise<void> {
  if (leftovers.left.length === 0) return removeData(file(app));
  await writeData(file(app), "leftovers", leftovers);
}

/** Adds to what an app of that name may have left before; nothing to add changes nothing. */
export async function addLeftovers(app: string, { heir, left }: Leftovers): Promise<void> {
  if (left.length === 0) return;
  const before = (await readLeftovers(app))?.left ?? [];
  await writeLeftovers(app, { heir, left: [...before, ...left] });
}
