// Finds the templates of an app: its own folder, the site's, then the built-in ones. The first hit is taken whole.
import { cp, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SchedulerError } from "../core/errors.ts";
import type { Template, Templates } from "../core/render/template.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";

const SUFFIX = ".yaml.hbs";

interface Folder {
  readonly path: string;
  readonly origin: Template["origin"];
  /** Stands before the file's name in messages. */
  readonly shown: string;
}

const folder = (scope: string) => dataRoot(PLUGIN, scope, "templates");

/** Best first. No app has the name of the site's folder. */
function foldersOf(app: string | null): readonly Folder[] {
  const own: readonly Folder[] = app === null ? [] : [{ path: folder(app), origin: "app", shown: folder(app) }];
  return [
    ...own,
    { path: folder("--global"), origin: "site", shown: folder("--global") },
    { path: builtIn(), origin: "built-in", shown: "templates" },
  ];
}

/** `templates/` stands beside the folder of the bundle, and beside src. */
function builtIn(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return join(here, basename(here) === "edge" ? "../../templates" : "../templates");
}

/** All folders are read at once and each file once. Null is an app without templates of its own. Throws TEMPLATE_BROKEN. */
export async function readTemplates(app: string | null): Promise<Templates> {
  const folders = foldersOf(app);
  const [objects, partials] = await Promise.all([
    Promise.all(folders.map((folder) => readFolder(folder, ""))),
    Promise.all(folders.map((folder) => readFolder(folder, "partials"))),
  ]);
  const all = firstHits(objects);
  const builtIns = (objects.at(-1) ?? []).map(([name]) => name);
  const own = Object.keys(all).filter((name) => !builtIns.includes(name));
  return { objects: all, partials: firstHits(partials), own: own.sort() };
}

/** Gives an app the templates of another one. */
export async function copyTemplates(from: string, to: string): Promise<void> {
  if ((await namesIn(folder(from))).length > 0) await cp(folder(from), folder(to), { recursive: true });
}

type Named = readonly (readonly [name: string, template: Template])[];

async function readFolder({ path, origin, shown }: Folder, sub: string): Promise<Named> {
  const names = (await namesIn(join(path, sub))).filter((name) => /^[^.].*\.yaml\.hbs$/.test(name));
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(path, sub, name), "utf8").catch(cannotRead);
      return [name.slice(0, -SUFFIX.length), { path: join(shown, sub, name), origin, text }] as const;
    }),
  );
}

/** Most apps and sites have no folder of their own. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The admin of a site writes as root, and Dokku reads as its own user. */
function cannotRead({ message }: NodeJS.ErrnoException): never {
  const next = `it must be a file that ${process.env.DOKKU_SYSTEM_USER || "dokku"} may read`;
  throw new SchedulerError("TEMPLATE_BROKEN", "read the templates", [message], next);
}

function firstHits(bestFirst: readonly Named[]): Readonly<Record<string, Template>> {
  return Object.fromEntries([...bestFirst].reverse().flat());
}
