// Stores a property of an app or of the site. A cluster that no call could reach is refused.

import { SchedulerError } from "../../core/errors.ts";
import { clusterOf } from "../../core/model/cluster.ts";
import { checkAlternatives, type Setting } from "../../core/properties/set.ts";
import { computeProperties, isPropertyName, partsOf, shown, typedKeys, typesIn } from "../../core/properties/table.ts";
import { PLUGIN } from "../../edge/dokku/paths.ts";
import { changeProperties, readFolder } from "../../edge/dokku/properties.ts";
import { header } from "../../edge/log.ts";
import { sayUnknownTypes } from "./unknown-type.ts";

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
  if (value === null) return;
  const named = isPropertyName(property) ? typesIn(property, value) : [];
  await sayUnknownTypes(scope, [...(type === "" ? [] : [type]), ...named]);
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
