// dokku scheduler-kubernetes:template-merge
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { mergeBuiltIn } from "../tasks/templates/merge.ts";

export const group = "Settings";
export const usage = "TEMPLATE [APP|--global]";
export const summary = "Bring what a built-in template has gained into your copy";
export const details = [
  "The copy keeps your changes. Where both changed the same lines it holds both texts, the command fails and names the",
  "lines: keep one text of each. Nothing is deployed with that template until then.",
];
export const examples = ["deployment node-js-app", "deployment --global"] as const;
export const seeAlso = ["template-diff", "docs/templates.md"] as const;

export async function run(call: Call): Promise<void> {
  const [template = "", scope = "--global"] = parse(call).words;
  if (scope !== "--global") await mustExist(scope);
  await mergeBuiltIn(template, scope);
}
