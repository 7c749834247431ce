// dokku scheduler-kubernetes:templates

import { type Copied, type State, stateOf } from "../core/render/copied.ts";
import type { Template } from "../core/render/template.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { columnsWithin } from "../core/words/columns.ts";
import { readCopies } from "../edge/copied-templates.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { readProperties } from "../edge/dokku/properties.ts";
import { header, print, tableWidth } from "../edge/log.ts";
import { readTemplates } from "../edge/templates.ts";

export const group = "Settings";
export const usage = "[APP] [--format json|stdout]";
export const summary = "List the templates of an app and where each comes from";
export const details = [
  "Without an app it lists the templates of an app that has none of its own. templates/README.md says which names they may use.",
  "One in `own/` lays out an object beside those of the plugin, one in `patches/` changes what a template lays out;",
  "patches are listed in the order in which they are merged. A copy is marked when its built-in has changed since.",
];
export const examples = ["node-js-app", "--format json"] as const;
export const seeAlso = ["template-init", "docs/templates.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = null] = words;
  if (app !== null) await mustExist(app);
  const scopes = app === null ? ["--global"] : ["--global", app];
  const [{ objects, own, partials, patches }, copies] = await Promise.all([
    app === null
      ? readTemplates(null)
      : readProperties(app).then((properties) => readTemplates({ name: app, properties })),
    Promise.all(scopes.map(readCopies)),
  ]);
  const found = [
    ...rowsOf(objects, ""),
    ...rowsOf(own, "own/"),
    ...rowsOf(partials, "partials/"),
    ...patches.map(({ of, processType, origin, path }) => ({
      name: ["patches/", of, processType === null ? "" : `.${processType}`].join(""),
      origin,
      path,
    })),
  ];
  const rows = found.map((row) => ({ ...row, copy: copies.flat().find(({ path }) => path === row.path) ?? null }));
  if (options.get("format") === "json")
    return print(JSON.stringify(rows.map(({ copy, ...row }) => ({ ...row, state: copy && stateOf(copy) }))));
  header(`${app ?? "--global"} ${PLUGIN} templates`);
  const cells = rows.map(({ name, origin, path, copy }) => [name, origin, path + (copy === null ? "" : markOf(copy))]);
  for (const line of columnsWithin(cells, tableWidth() - INDENT.length, 2)) print(INDENT + line);
}

const INDENT = " ".repeat(7);

const MARKS: Readonly<Record<State, (copy: Copied) => string>> = {
  current: () => "",
  unknown: () => "",
  behind: ({ name, scope }) => ` is behind the built-in: dokku ${PLUGIN}:template-merge ${name} ${scope}`,
  conflict: () => " holds a conflict of a merge",
};

const markOf = (copy: Copied) => MARKS[stateOf(copy)](copy);

function rowsOf(templates: Readonly<Record<string, Template>>, folder: string) {
  return Object.entries(templates)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { origin, path }]) => ({ name: folder + name, origin, path }));
}
