// Writes the kubeconfig of an account whose objects have been applied.
import { kubectlAt } from "../../core/model/cluster.ts";
import { writeKubeconfig } from "../../edge/kube/account.ts";
import { detail } from "../../edge/log.ts";
import type { Granted } from "./grant.ts";

/** `words` are those of the command that prints the objects. Throws as writeKubeconfig does. */
export async function keepKubeconfig(path: string, { grant, cluster }: Granted, words: string): Promise<void> {
  const { namespace, name } = grant.account;
  const next = `apply them first: dokku scheduler-kubernetes:rbac ${words} | ${kubectlAt(cluster)} apply --server-side -f -`;
  await writeKubeconfig(path, grant.account, cluster, next);
  detail(`${path} uses ServiceAccount ${name} of namespace ${namespace}`);
}
