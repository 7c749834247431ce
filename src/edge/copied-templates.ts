// The built-in templates that a site or an app has copied. What each was at that time lies in `.base` beside them, which holds no templates.
import { join } from "node:path";
import { type Copied, withHeader } from "../core/render/copied.ts";
import type { Template } from "../core/render/template.ts";
import { readText, writeText } from "./files.ts";
import { shipped } from "./shipped.ts";
import { readFolders, SUFFIX, templatesFolder } from "./templates.ts";

const basePath = (scope: string, name: string) => join(templatesFolder(scope), ".base", name + SUFFIX);

export const copyPath = (scope: string, name: string) => join(templatesFolder(scope), name + SUFFIX);

/** By name: `deployment`, `partials/pod`. */
export async function readBuiltIn(): Promise<Readonly<Record<string, string>>> {
  return byName(await readFolders({ path: shipped("templates"), origin: "built-in", shown: "templates" }));
}

/** Every override of a built-in template in the folder of an app, or `--global`. */
export async function readCopies(scope: string): Promise<readonly Copied[]> {
  const origin: Template["origin"] = scope === "--global" ? "site" : "app";
  const path = templatesFolder(scope);
  const [builtIn, texts] = await Promise.all([readBuiltIn(), readFolders({ path, origin, shown: path }).then(byName)]);
  const names = Object.keys(texts).filter((name) => Object.hasOwn(builtIn, name));
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      path: copyPath(scope, name),
      scope,
      text: texts[name] ?? "",
      base: await readText(basePath(scope, name)),
      builtIn: builtIn[name] ?? "",
    })),
  );
}

/** `text` is based on `base`, the built-in of that version. Answers what the file holds. */
export async function writeCopy(
  scope: string,
  name: string,
  text: string,
  base: string,
  version: string,
): Promise<string> {
  const copy = withHeader(name + SUFFIX, version, text);
  await writeText(copyPath(scope, name), copy, undefined, READABLE);
  await writeText(basePath(scope, name), base, undefined, READABLE);
  return copy;
}

/** Nothing secret is in a template, and who edits it may be neither root nor Dokku. */
const READABLE = 0o644;

function byName({ objects, partials }: Awaited<ReturnType<typeof readFolders>>): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...objects.map(([name, { text }]) => [name, text]),
    ...partials.map(([name, { text }]) => [`partials/${name}`, text]),
  ]);
}
