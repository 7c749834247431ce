// dokku scheduler-kubernetes:templates

import type { Template } from "../core/render/template.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { header, print } from "../edge/log.ts";
import { readTemplates } from "../edge/templates.ts";

export const usage = "[APP] [--format json|stdout]";
export const summary = "List the templates of an app and where each comes from";
export const details = [
  "Without an app it lists the templates of an app that has none of its own. templates/README.md says which names they may use.",
  "One in `own/` lays out an object beside those of the plugin, one in `patches/` changes what a template lays out;",
  "patches are listed in the order in which they are merged.",
  "",
  "Example: dokku scheduler-kubernetes:templates node-js-app",
];

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = null] = words;
  if (app !== null) await mustExist(app);
  const { objects, own, partials, patches } = await readTemplates(app);
  const rows = [
    ...rowsOf(objects, ""),
    ...rowsOf(own, "own/"),
    ...rowsOf(partials, "partials/"),
    ...patches.map(({ of, processType, origin, path }) => ({
      name: ["patches/", of, processType === null ? "" : `.${processType}`].join(""),
      origin,
      path,
    })),
  ];
  if (options.get("format") === "json") return print(JSON.stringify(rows));
  header(`${app ?? "--global"} ${PLUGIN} templates`);
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  for (const { name, origin, path } of rows) print(`       ${name.padEnd(width)}${origin.padEnd(10)}${path}`);
}

function rowsOf(templates: Readonly<Record<string, Template>>, folder: string) {
  return Object.entries(templates)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { origin, path }]) => ({ name: folder + name, origin, path }));
}
