// Stores a property of an app or of the site. A cluster that no call could reach is refused.
import { SchedulerError } from "../../core/errors.ts";
import { clusterOf } from "../../core/model/cluster.ts";
import { checkAlternatives, type Setting } from "../../core/properties/set.ts";
import { computeProperties } from "../../core/properties/table.ts";
import { PLUGIN } from "../../edge/dokku/paths.ts";
import { changeProperties, readFolder } from "../../edge/dokku/properties.ts";
import { whyUnusable } from "../../edge/kube/kubeconfig.ts";
import { header } from "../../edge/log.ts";

/** `scope` is an app or `--global`. Throws BAD_PROPERTY. */
export async function setProperty(scope: string, setting: Setting): Promise<void> {
  const { name, value } = setting;
  await changeProperties(scope, async (own) => {
    checkAlternatives(scope, setting, own);
    await checkCluster(scope, setting, own);
    header(value === null ? `Unsetting ${name}` : `Setting ${name} to ${value}`);
    return { [name]: value };
  });
}

/** Throws BAD_PROPERTY where no call could use them as they are. */
async function checkCluster(
  scope: string,
  { name, value }: Setting,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  if (value === null || (name !== "kubeconfig" && name !== "kube-context")) return;
  const global = await readFolder(PLUGIN, "--global");
  const why = whyUnusable(clusterOf(computeProperties({ ...own, [name]: value }, global)), false);
  if (why === null) return;
  const context = name === "kubeconfig" && own["kube-context"];
  const next = context ? `unset its context first: dokku scheduler-kubernetes:set ${scope} kube-context` : why.next;
  throw new SchedulerError("BAD_PROPERTY", `set ${name} of ${scope} to ${value}`, [why.because], next);
}
