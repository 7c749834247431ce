// dokku scheduler-kubernetes:template-init
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { copyBuiltIn } from "../tasks/templates/init.ts";

export const group = "Settings";
export const usage = "TEMPLATE [APP|--global]";
export const summary = "Copy a built-in template to where it can be edited";
export const details = [
  "TEMPLATE is named as dokku scheduler-kubernetes:templates lists it: deployment, partials/pod. Without an app the copy is",
  "for all apps of the site. What the built-in was is kept beside it, so that template-diff and template-merge can tell",
  "later what you changed and what the built-in has gained.",
];
export const examples = ["deployment node-js-app", "partials/pod --global"] as const;
export const seeAlso = ["templates", "template-merge", "docs/templates.md"] as const;

export async function run(call: Call): Promise<void> {
  const [template = "", scope = "--global"] = parse(call).words;
  if (scope !== "--global") await mustExist(scope);
  await copyBuiltIn(template, scope);
}
