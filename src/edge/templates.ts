// Finds the templates of an app: its own folder, the site's, then the built-in ones. The first hit is taken whole. Objects that only a site
// or an app has lie in a folder of their own, so that a built-in template of a later version never takes the place of one.
import { cp, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SchedulerError } from "../core/errors.ts";
import type { Template, Templates } from "../core/render/template.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { namesIn } from "./files.ts";

const SUFFIX = ".yaml.hbs";

interface Folder {
  readonly path: string;
  readonly origin: Template["origin"];
  /** Stands before the file's name in messages. */
  readonly shown: string;
}

const folder = (scope: string) => dataRoot(PLUGIN, scope, "templates");

/** In order of precedence. No app has the name of the site's folder. */
function foldersOf(app: string | null): readonly Folder[] {
  const own: readonly Folder[] = app === null ? [] : [{ path: folder(app), origin: "app", shown: folder(app) }];
  return [
    ...own,
    { path: folder("--global"), origin: "site", shown: folder("--global") },
    { path: builtIn(), origin: "built-in", shown: "templates" },
  ];
}

/** `templates/` is next to the folder of the bundle, and next to src. */
function builtIn(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return join(here, basename(here) === "edge" ? "../../templates" : "../templates");
}

/** All folders are read at once and each file once. Null is an app without templates of its own. Throws TEMPLATE_BROKEN. */
export async function readTemplates(app: string | null): Promise<Templates> {
  const folders = foldersOf(app);
  const read = (sub: string) => Promise.all(folders.map((folder) => readFolder(folder, sub)));
  const [objects, own, partials] = await Promise.all([read(""), read("own"), read("partials")]);
  mustReplaceBuiltIn(objects);
  return { objects: firstHits(objects), own: firstHits(own), partials: firstHits(partials) };
}

function mustReplaceBuiltIn(objects: readonly Named[]): void {
  const builtIn = (objects.at(-1) ?? []).map(([name]) => name);
  const unknown = objects.flat().filter(([name]) => !builtIn.includes(name));
  if (unknown.length === 0) return;
  throw new SchedulerError(
    "TEMPLATE_BROKEN",
    "read the templates",
    unknown.map(([, { path }]) => `${path} has the name of no built-in template`),
    `an object of your own belongs in the folder ${join(dirname(unknown[0]?.[1].path ?? ""), "own")}; built-in names: ${builtIn.join(", ")}`,
  );
}

/** Gives an app the templates of another one. */
export async function copyTemplates(from: string, to: string): Promise<void> {
  if ((await namesIn(folder(from))).length > 0) await cp(folder(from), folder(to), { recursive: true });
}

type Named = readonly (readonly [name: string, template: Template])[];

async function readFolder({ path, origin, shown }: Folder, sub: string): Promise<Named> {
  const names = await namesIn(join(path, sub));
  const plain = names.find((name) => /^[^.].*\.ya?ml$/.test(name));
  if (plain !== undefined) {
    const next = `rename it to ${plain.replace(/\.ya?ml$/, SUFFIX)}, or move it out of the folder`;
    throw new SchedulerError(
      "TEMPLATE_BROKEN",
      "read the templates",
      [`${join(shown, sub, plain)} is no template`],
      next,
    );
  }
  const templates = names.filter((name) => /^[^.].*\.yaml\.hbs$/.test(name));
  return Promise.all(
    templates.map(async (name) => {
      const text = await readFile(join(path, sub, name), "utf8").catch(cannotRead);
      return [name.slice(0, -SUFFIX.length), { path: join(shown, sub, name), origin, text }] as const;
    }),
  );
}

/** The admin of a site writes as root, and Dokku reads as its own user. */
function cannotRead({ message }: NodeJS.ErrnoException): never {
  const next = `it must be a file that ${process.env.DOKKU_SYSTEM_USER || "dokku"} may read`;
  throw new SchedulerError("TEMPLATE_BROKEN", "read the templates", [message], next);
}

function firstHits(bestFirst: readonly Named[]): Readonly<Record<string, Template>> {
  return Object.fromEntries([...bestFirst].reverse().flat());
}
