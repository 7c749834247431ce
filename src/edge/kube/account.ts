// The kubeconfig of a ServiceAccount: the cluster as ours has it, and the token that the API server keeps in a Secret.
import { open } from "node:fs/promises";
import { SchedulerError } from "../../core/errors.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import { at } from "../../core/model/read.ts";
import { type Account, tokenName } from "../../core/rights/account.ts";
import { kubeconfigOf } from "../../core/rights/kubeconfig.ts";
import { giveToDokku } from "../dokku/owner.ts";
import { mustBeOutside } from "../outside.ts";
import { explained } from "../system.ts";
import { kubectl } from "./call.ts";
import { get } from "./kubectl.ts";

/** Writes a file that only Dokku's user reads. Throws NO_SUCH_OBJECT before the account has its token, BAD_USAGE, FILE_UNUSABLE. */
export async function writeKubeconfig(path: string, account: Account, cluster: Cluster, next: string): Promise<void> {
  const doing = `write a kubeconfig for ServiceAccount ${account.name} of namespace ${account.namespace} to ${path}`;
  await mustBeOutside(doing, path);
  const secret = await get("secret", tokenName(account), { cluster, namespace: account.namespace });
  const token = at(secret, "data", "token");
  if (typeof token !== "string") {
    const because = `there is no Secret ${tokenName(account)} with a token: these objects were not applied yet`;
    throw new SchedulerError("NO_SUCH_OBJECT", doing, [because], next);
  }
  const text = kubeconfigOf(account, await contextOf(cluster), Buffer.from(token, "base64").toString());
  await writeNew(doing, path, text);
}

/** What of the kubeconfig is about a cluster, with its CA in it. */
async function contextOf(cluster: Cluster): Promise<unknown> {
  const args = ["config", "view", "--raw", "--minify", "--flatten", "-o", "json"];
  const { stdout } = await kubectl("read the kubeconfig", args, { cluster, timeout: 8_000 });
  return JSON.parse(stdout);
}

/** Where something is already it stays as it is. */
async function writeNew(doing: string, path: string, text: string): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    await giveToDokku(path);
  } catch (error) {
    throw explained(error, doing, path);
  }
}
