// Whether somebody enforces NetworkPolicies: the API server takes them either way.
import { at } from "../model/read.ts";
import { type Check, ok, unknown } from "./check.ts";
import type { Answers } from "./facts.ts";

/** DaemonSets of network plugins that do. */
const ENFORCERS: readonly string[] = [
  ...["calico-node", "canal", "rke2-canal", "cilium", "antrea-agent", "kube-router", "weave-net", "ovnkube-node"],
  ...["azure-npm", "anetd"],
];

export const networkPolicies: Check<Answers> = {
  name: "network-policies",
  of: ({ daemonSets }) => {
    const found = daemonSets?.find(
      (one) => ENFORCERS.includes(one.metadata.name) && Number(at(one, "status", "numberReady")) > 0,
    );
    if (found !== undefined) return ok(`${found.metadata.name} enforces them`);
    return unknown("whether anything enforces them is not known");
  },
};
