// dokku scheduler-kubernetes:template-diff
import { whose } from "../core/render/copied.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { detail, header, print } from "../edge/log.ts";
import { type Comparison, compareCopies } from "../tasks/templates/compare.ts";

export const group = "Settings";
export const usage = "[APP] [--format json|stdout]";
export const summary = "Compare copied templates with the built-in ones now and when they were copied";
export const details = [
  "Of the site's templates and, with an app, of its own. A copy that was not made by template-init is compared with",
  "today's built-in.",
];
export const examples = ["node-js-app", "--format json"] as const;
export const seeAlso = ["template-merge", "docs/templates.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = null] = words;
  if (app !== null) await mustExist(app);
  const comparisons = await compareCopies(app === null ? ["--global"] : ["--global", app]);
  if (options.get("format") === "json") return print(JSON.stringify(comparisons.map(rowOf)));
  if (comparisons.length === 0) return detail("every template is the built-in one");
  for (const comparison of comparisons) show(comparison);
}

function rowOf({ copy: { name, scope, path }, changed, gained }: Comparison) {
  return { name, scope, path, changed, gained };
}

function show({ copy: { name, scope }, changed, gained }: Comparison): void {
  header(`${name}: what ${whose(scope)} changed`);
  if (changed === "") detail("nothing");
  else print(changed);
  if (gained === null) detail("template-init did not copy it: nobody knows what the built-in has gained since");
  if (!gained) return;
  header(`${name}: what the built-in has gained since`);
  print(gained);
  detail(`take it over: dokku scheduler-kubernetes:template-merge ${name} ${scope}`);
}
