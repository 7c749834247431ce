// dokku scheduler-kubernetes:set
import { SchedulerError } from "../core/errors.ts";
import { parseSetting, splitScope, VALUES } from "../core/properties/set.ts";
import { isGlobal, isTyped, type Property, properties, propertyNames } from "../core/properties/table.ts";
import type { Call } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { setProperty } from "../tasks/app/set-property.ts";

const explain = (name: keyof typeof properties): readonly string[] => {
  const property: Property = properties[name];
  const scope = `per ${isTyped(name) ? "process type, " : ""}app${isGlobal(name) ? " or --global" : ""}`;
  const notes = [scope, `default: ${property.default || "none"}`];
  return [`    ${name}: ${property.summary} (${notes.join("; ")})`, `        ${property.type.form}`];
};

export const group = "Settings";
export const usage = "APP|--global KEY [VALUE] [--process-type PROCESS-TYPE]";
export const summary = "Set a property or unset it when VALUE is left out";
export const details = [
  "KEY is one of:",
  ...propertyNames.flatMap(explain),
  `    ${VALUES}NAME: what templates may use as {{dokku.values.NAME}} (per app or --global; default: none)`,
  "        one line of text",
  "",
  "--process-type sets it for one process type alone, or for commands that are none: `run`, `cron`. What an app has set wins over --global, and",
  "what is set for a process type over what is set for all of them.",
  "It takes effect with the next deploy.",
];
export const examples = ["node-js-app namespace store", "--global ingress-class traefik"] as const;
export const seeAlso = ["report", "docs/several-clusters.md"] as const;

export async function run({ args }: Call): Promise<void> {
  const { scope, processType, words } = splitScope(args);
  if (scope === null) {
    throw new SchedulerError("BAD_USAGE", "Please specify an app to run the command on", [], "or --global");
  }
  if (scope !== "--global") await mustExist(scope);
  await setProperty(scope, parseSetting(scope, words, processType));
}
