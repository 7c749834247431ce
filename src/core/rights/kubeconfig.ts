// The kubeconfig of a ServiceAccount, made of the one in use.
import { at, list } from "../model/read.ts";
import type { Account } from "./account.ts";

/** `seen` is that of one context. Its name stays, for properties may say it. JSON is YAML. */
export function kubeconfigOf({ namespace, name }: Account, seen: unknown, token: string): string {
  const [cluster] = list(at(seen, "clusters"));
  const inUse = at(list(at(seen, "contexts"))[0], "name");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [cluster],
    users: [{ name, user: { token } }],
    contexts: [{ name: inUse, context: { cluster: at(cluster, "name"), user: name, namespace } }],
    "current-context": inUse,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
