// Dokku's property files, one plain file a property: config/PLUGIN/APP/NAME. The layout has stood since 0.30.
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { computeProperties, type PropertyValues } from "../../core/properties/table.ts";
import { giveToDokku } from "./owner.ts";
import { PLUGIN, propertyFile } from "./paths.ts";

/** This plugin's properties of an app, computed: the app's own value, else the global one, else the default. */
export async function readProperties(app: string): Promise<PropertyValues> {
  return computeProperties(...(await Promise.all([readFolder(PLUGIN, app), readFolder(PLUGIN, "--global")])));
}

/** The raw text; null when it is not set, which an empty file is not. `scope` is an app or `--global`. */
export async function readProperty(plugin: string, scope: string, name: string): Promise<string | null> {
  return readFile(propertyFile(plugin, scope, name), "utf8").catch(absent);
}

/** A list file has one entry a line. */
export async function readListProperty(plugin: string, scope: string, name: string): Promise<readonly string[]> {
  return ((await readProperty(plugin, scope, name)) ?? "").split("\n").filter((line) => line !== "");
}

/** Every property of one app by name; `{}` when the folder is missing. */
export async function readFolder(plugin: string, scope: string): Promise<Readonly<Record<string, string>>> {
  const entries = (await readdir(propertyFile(plugin, scope, ""), { withFileTypes: true }).catch(absent)) ?? [];
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map((entry) => entry.name);
  const values = await Promise.all(names.map((name) => readProperty(plugin, scope, name)));
  return Object.fromEntries(names.flatMap((name, i) => (values[i] == null ? [] : [[name, values[i]]])));
}

/** Written under a name that no reader looks at, then renamed over the old one, so that nobody reads half a value. */
export async function writeProperty(scope: string, name: string, value: string): Promise<void> {
  const file = propertyFile(PLUGIN, scope, name);
  const folder = dirname(file);
  const beside = `${folder}/.${name}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await Promise.all([chmod(folder, 0o755), writeFile(beside, value, { mode: 0o600 })]);
  try {
    await giveToDokku(dirname(folder), folder, beside);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** One entry a line; a list without entries is not kept. */
export async function writeListProperty(scope: string, name: string, entries: readonly string[]): Promise<void> {
  if (entries.length === 0) await deleteProperty(scope, name);
  else await writeProperty(scope, name, entries.map((entry) => `${entry}\n`).join(""));
}

/** Gives an app everything that another one has set. */
export async function copyProperties(from: string, to: string): Promise<void> {
  for (const [name, value] of Object.entries(await readFolder(PLUGIN, from))) await writeProperty(to, name, value);
}

/** Unsetting one that is not set does nothing. */
export async function deleteProperty(scope: string, name: string): Promise<void> {
  await rm(propertyFile(PLUGIN, scope, name), { force: true });
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
  throw error;
}
