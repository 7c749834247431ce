// Finds the templates of an app: its own folder, the site's, then the built-in ones. The first hit is taken whole. Objects that only a site
// or an app has lie in a folder of their own, so that a built-in template of a later version never takes the place of one.
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import type { App } from "../core/model/app.ts";
import { kindWord } from "../core/objects/kinds.ts";
import type { Patch, Template, Templates } from "../core/render/template.ts";
import { didYouMean } from "../core/words/nearest.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { namesIn } from "./files.ts";
import { copyRepository, repositoryFolder } from "./repository-templates.ts";
import { shipped } from "./shipped.ts";
import { readInside } from "./template-file.ts";

export const SUFFIX = ".yaml.hbs";
const PATCHES = "patches";
const PATCH = ".yaml";

interface Folder {
  readonly path: string;
  readonly origin: Template["origin"];
  /** Stands before the file's name in messages. */
  readonly shown: string;
}

export const templatesFolder = (scope: string) => dataRoot(PLUGIN, scope, "templates");

/** In order of precedence. No app has the name of the site's folder. */
function foldersOf(app: string | null, repository: Folder | null, site: string): readonly Folder[] {
  const own: readonly Folder[] =
    app === null ? [] : [{ path: templatesFolder(app), origin: "app", shown: templatesFolder(app) }];
  return [
    ...own,
    ...(repository === null ? [] : [repository]),
    { path: site, origin: "site", shown: site },
    { path: shipped("templates"), origin: "built-in", shown: "templates" },
  ];
}

/**
 * All folders are read at once and each file once. Null is an app without templates of its own. `site` is a folder in the place of the site's.
 * Throws TEMPLATE_BROKEN.
 */
export async function readTemplates(
  app: Pick<App, "name" | "properties"> | null,
  site = templatesFolder("--global"),
): Promise<Templates> {
  const kinds = app === null ? [] : app.properties["app-templates"].split(",").filter(Boolean);
  if (app === null || kinds.length === 0)
    return templatesOf(await readAllFolders(foldersOf(app?.name ?? null, null, site)));
  const shown = app.properties["app-templates-folder"];
  const repository: Folder = { path: await repositoryFolder(app.name), origin: "repository", shown };
  const found = await readAllFolders(foldersOf(app.name, repository, site));
  const others = found.filter(({ origin }) => origin !== "repository");
  if (others.length === found.length) return templatesOf(found);
  return { ...templatesOf(found), repository: { folder: shown, kinds, without: templatesOf(others) } };
}

interface Contents {
  readonly origin: Template["origin"];
  readonly objects: Named;
  readonly own: Named;
  readonly partials: Named;
  readonly patches: Named;
}

/** Those that hold something. */
async function readAllFolders(folders: readonly Folder[]): Promise<readonly Contents[]> {
  const all = await Promise.all(
    folders.map(async (folder): Promise<Contents> => {
      const [objects, own, partials, patches] = await Promise.all([
        readFolder(folder, ""),
        readFolder(folder, "own"),
        readFolder(folder, "partials"),
        readPatches(folder),
      ]);
      return { origin: folder.origin, objects, own, partials, patches };
    }),
  );
  return all.filter(({ objects, own, partials, patches }) => [objects, own, partials, patches].flat().length > 0);
}

function templatesOf(found: readonly Contents[]): Templates {
  const objects = found.map((contents) => contents.objects);
  mustReplaceBuiltIn(objects);
  const known = Object.keys(firstHits(objects));
  return {
    objects: firstHits(objects),
    own: firstHits(found.map(({ own }) => own)),
    partials: firstHits(found.map(({ partials }) => partials)),
    patches: [...found].reverse().flatMap(({ patches }) => patchesOf(patches, known)),
    repository: null,
  };
}

/** The templates of one folder that replace others, or can be replaced. Throws TEMPLATE_BROKEN. */
export async function readFolders(folder: Folder): Promise<{ readonly objects: Named; readonly partials: Named }> {
  const [objects, partials] = await Promise.all([readFolder(folder, ""), readFolder(folder, "partials")]);
  return { objects, partials };
}

/** Those for every process type first. Throws TEMPLATE_BROKEN. */
function patchesOf(named: Named, templates: readonly string[]): readonly Patch[] {
  const patches = named.map(([name, template]): Patch => {
    const [kind = "", ...type] = name.split(".");
    const of = templates.find((one) => kindWord(one) === kindWord(kind));
    if (of === undefined) throw unknownKind(template.path, kind, templates);
    return { ...template, of, processType: type.length === 0 ? null : type.join(".") };
  });
  return patches.sort((one, other) => Number(one.processType !== null) - Number(other.processType !== null));
}

function unknownKind(path: string, kind: string, templates: readonly string[]): SchedulerError {
  return new SchedulerError(
    "TEMPLATE_BROKEN",
    "read the patches",
    [`${path} has the name of no built-in template${didYouMean(kind, templates)}`],
    `a patch is named KIND.yaml or KIND.PROCESS-TYPE.yaml; KIND is one of ${templates.join(", ")}`,
  );
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

/** Whether an app could have other templates than the site. */
export async function hasTemplates({ name, properties }: Pick<App, "name" | "properties">): Promise<boolean> {
  return properties["app-templates"] !== "" || (await namesIn(templatesFolder(name))).length > 0;
}

/** Gives an app the templates of another one. */
export async function copyTemplates(from: string, to: string): Promise<void> {
  await copyRepository(from, to);
  if ((await namesIn(templatesFolder(from))).length === 0) return;
  await cp(templatesFolder(from), templatesFolder(to), { recursive: true });
}

type Named = readonly (readonly [name: string, template: Template])[];

async function readPatches(folder: Folder): Promise<Named> {
  const names = (await namesIn(join(folder.path, PATCHES))).filter((name) => !name.startsWith("."));
  const other = names.find((name) => /\.(?:yml|hbs)$/.test(name));
  if (other !== undefined) {
    throw new SchedulerError(
      "TEMPLATE_BROKEN",
      "read the patches",
      [`${join(folder.shown, PATCHES, other)} is no patch`],
      `rename it to ${other.replace(/(?:\.ya?ml)?(?:\.hbs|\.yml)$/, PATCH)}, or move it out of the folder`,
    );
  }
  const patches = names.filter((name) => name.endsWith(PATCH));
  return readAll(folder, PATCHES, patches, PATCH);
}

async function readFolder(folder: Folder, sub: string): Promise<Named> {
  const { path, shown } = folder;
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
  return readAll(folder, sub, templates, SUFFIX);
}

function readAll(
  { path, origin, shown }: Folder,
  sub: string,
  names: readonly string[],
  ending: string,
): Promise<Named> {
  return Promise.all(
    names.map(async (name) => {
      const text = await readInside(path, join(path, sub, name));
      return [name.slice(0, -ending.length), { path: join(shown, sub, name), origin, text }] as const;
    }),
  );
}

function firstHits(bestFirst: readonly Named[]): Readonly<Record<string, Template>> {
  return Object.fromEntries([...bestFirst].reverse().flat());
}
