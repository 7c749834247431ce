// Dokku's property files, one plain file a property: config/PLUGIN/APP/NAME. The layout has stood since 0.30.
import { type Dirent, readdirSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { computeProperties, type PropertyValues } from "../../core/properties/table.ts";
import { isAbsent, makeFolder, readText, writeText } from "../files.ts";
import { explained } from "../system.ts";
import { giveToDokku } from "./owner.ts";
import { PLUGIN, propertyFile } from "./paths.ts";

/** This plugin's properties of an app, computed: the app's own value, else the global one, else the default. */
export async function readProperties(app: string): Promise<PropertyValues> {
  return computeProperties(...(await Promise.all([readFolder(PLUGIN, app), readFolder(PLUGIN, "--global")])));
}

/** The raw text; null when it is not set, which an empty file is not. `scope` is an app or `--global`. */
export async function readProperty(plugin: string, scope: string, name: string): Promise<string | null> {
  return readText(propertyFile(plugin, scope, name));
}

/** A list file has one entry a line. */
export async function readListProperty(plugin: string, scope: string, name: string): Promise<readonly string[]> {
  return entriesIn(await readProperty(plugin, scope, name));
}

const entriesIn = (text: string | null | undefined) => (text ?? "").split("\n").filter((line) => line !== "");

/** Every property of one app by name; `{}` when the folder is missing. */
export async function readFolder(plugin: string, scope: string): Promise<Readonly<Record<string, string>>> {
  const folder = propertyFile(plugin, scope, "");
  const entries = entriesOf(folder);
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map((entry) => entry.name);
  const values = await Promise.all(names.map((name) => readProperty(plugin, scope, name)));
  return Object.fromEntries(names.flatMap((name, i) => (values[i] == null ? [] : [[name, values[i]]])));
}

/** By property; null unsets one. */
export type Changes = Readonly<Record<string, string | null>>;

/**
 * The one way to change properties: `decide` gets those of the scope as they are now, and nobody else changes them until what it answers is
 * written. What it throws leaves them as they were.
 */
export async function changeProperties(
  scope: string,
  decide: (own: Readonly<Record<string, string>>) => Changes | Promise<Changes>,
): Promise<void> {
  // Loaded only here: readers take no lock, and run no program.
  const { withLock } = await import("../lock.ts");
  await withLock(`the properties of ${scope}`, async () => {
    const changes = Object.entries(await decide(await readFolder(PLUGIN, scope)));
    for (const [name, value] of changes) await (value === null ? unset(scope, name) : write(scope, name, value));
  });
}

/** A list as its property holds it, one entry a line; a list without entries is not kept. */
export function listValue(entries: readonly string[]): string | null {
  return entries.length === 0 ? null : entries.map((entry) => `${entry}\n`).join("");
}

/** The entries of a list that `changeProperties` gave. */
export function listOf(own: Readonly<Record<string, string>>, name: string): readonly string[] {
  return entriesIn(own[name]);
}

/** Gives an app everything that another one has set. */
export async function copyProperties(from: string, to: string): Promise<void> {
  await changeProperties(to, () => readFolder(PLUGIN, from));
}

async function write(scope: string, name: string, value: string): Promise<void> {
  const file = propertyFile(PLUGIN, scope, name);
  const folder = dirname(file);
  await makeFolder(folder);
  try {
    await chmod(folder, 0o755);
    await giveToDokku(dirname(folder), folder);
  } catch (error) {
    throw explained(error, `write ${file}`, folder);
  }
  // A name that no reader looks at.
  await writeText(file, value, `${folder}/.${name}.${process.pid}`);
}

/** One that is not set stays so. */
async function unset(scope: string, name: string): Promise<void> {
  const file = propertyFile(PLUGIN, scope, name);
  await rm(file, { force: true }).catch((error) => {
    throw explained(error, `remove ${file}`, file);
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw explained(error, `list ${folder}`, folder);
  }
}
