// dokku scheduler-kubernetes:set
import { SchedulerError } from "../core/errors.ts";
import { clusterOf } from "../core/model/cluster.ts";
import { checkAlternatives, parseSetting, splitScope } from "../core/properties/set.ts";
import { computeProperties, isGlobal, type Property, properties, propertyNames } from "../core/properties/table.ts";
import type { Call } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { deleteProperty, readFolder, writeProperty } from "../edge/dokku/properties.ts";
import { whyUnusable } from "../edge/kube/kubeconfig.ts";
import { header } from "../edge/log.ts";

const explain = (name: keyof typeof properties): readonly string[] => {
  const property: Property = properties[name];
  const notes = [isGlobal(name) ? "per app or --global" : "per app", `default: ${property.default || "none"}`];
  return [`    ${name}: ${property.summary} (${notes.join("; ")})`, `        ${property.type.form}`];
};

export const usage = "APP|--global KEY [VALUE]";
export const summary = "Set a property or unset it when VALUE is left out";
export const details = [
  "KEY is one of:",
  ...propertyNames.flatMap(explain),
  "",
  "It takes effect with the next deploy.",
  "",
  "Example: dokku scheduler-kubernetes:set node-js-app namespace store",
];

export async function run({ args }: Call): Promise<void> {
  const { scope, words } = splitScope(args);
  if (scope === null) {
    throw new SchedulerError("BAD_USAGE", "Please specify an app to run the command on", [], "or --global");
  }
  if (scope !== "--global") await mustExist(scope);
  const setting = parseSetting(scope, words);
  checkAlternatives(scope, setting, await readFolder(PLUGIN, scope));
  const { name, value } = setting;
  if (value !== null && (name === "kubeconfig" || name === "kube-context")) await checkCluster(scope, name, value);
  header(value === null ? `Unsetting ${name}` : `Setting ${name} to ${value}`);
  await (value === null ? deleteProperty(scope, name) : writeProperty(scope, name, value));
}

/** Throws BAD_PROPERTY where no call could use them as they are. */
async function checkCluster(scope: string, name: "kubeconfig" | "kube-context", value: string): Promise<void> {
  const [own, global] = await Promise.all([readFolder(PLUGIN, scope), readFolder(PLUGIN, "--global")]);
  const why = whyUnusable(clusterOf(computeProperties({ ...own, [name]: value }, global)));
  if (why === null) return;
  const context = name === "kubeconfig" && own["kube-context"];
  const next = context ? `unset its context first: dokku scheduler-kubernetes:set ${scope} kube-context` : null;
  throw new SchedulerError("BAD_PROPERTY", `set ${name} of ${scope} to ${value}`, [why], next);
}
