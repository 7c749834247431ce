// Stores a property of an app or of the site. A cluster that no call could reach is refused.

import { quantitiesOf } from "../../core/dokku/scale.ts";
import { SchedulerError } from "../../core/errors.ts";
import { clusterOf } from "../../core/model/cluster.ts";
import { checkAlternatives, type Setting } from "../../core/properties/set.ts";
import { computeProperties, partsOf, shown, typedKeys } from "../../core/properties/table.ts";
import { didYouMean } from "../../core/words/nearest.ts";
import { PLUGIN } from "../../edge/dokku/paths.ts";
import { changeProperties, readFolder, readListProperty } from "../../edge/dokku/properties.ts";
import { detail, header } from "../../edge/log.ts";

/** `scope` is an app or `--global`. Throws BAD_PROPERTY. */
export async function setProperty(scope: string, setting: Setting): Promise<void> {
  const { name, value } = setting;
  const { name: property, type } = typedKeys({ [name]: "" }).map(partsOf)[0] ?? { name, type: "" };
  const title = type === "" ? property : `${property} of ${type}`;
  await changeProperties(scope, async (own) => {
    checkAlternatives(scope, setting, own);
    await checkCluster(scope, setting, own);
    header(value === null ? `Unsetting ${title}` : `Setting ${title} to ${shown(name, value)}`);
    return { [name]: value };
  });
  if (type !== "" && value !== null && scope !== "--global") await sayUnknown(scope, type);
}

/** Commands that are no process type, as their pods are called. */
const COMMANDS = ["run", "cron"];

/** One that is pushed later is no error. */
async function sayUnknown(app: string, type: string): Promise<void> {
  const types = [...quantitiesOf(await readListProperty("ps", app, "scale")).keys()];
  if (types.length === 0 || [...types, ...COMMANDS].includes(type)) return;
  detail(`${app} has no process type ${type} now, only ${types.join(", ")}${didYouMean(type, types)}`);
}

/** Throws BAD_PROPERTY where no call could use them as they are. */
async function checkCluster(
  scope: string,
  { name, value }: Setting,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  if (value === null || (name !== "kubeconfig" && name !== "kube-context")) return;
  const global = await readFolder(PLUGIN, "--global");
  const { whyUnusable } = await import("../../edge/kube/kubeconfig.ts");
  const why = whyUnusable(clusterOf(computeProperties({ ...own, [name]: value }, global)), false);
  if (why === null) return;
  const context = name === "kubeconfig" && own["kube-context"];
  const next = context ? `unset its context first: dokku scheduler-kubernetes:set ${scope} kube-context` : why.next;
  throw new SchedulerError("BAD_PROPERTY", `set ${name} of ${scope} to ${value}`, [why.because], next);
}
