// Whether DNS knows the host names of an app.
import { type Check, type Finding, orOk } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const hosts: Check<AppFacts> = {
  name: "dns",
  of: ({ hosts }) => {
    const all = Object.entries(hosts);
    const silent = all.filter(([, isKnown]) => !isKnown);
    const found = silent.map(
      ([host]): Finding => ({
        verdict: "warning",
        why: `DNS has no address of ${host}: add a record that leads to the ingress controller`,
        mend: null,
      }),
    );
    return all.length === 0 ? [] : orOk(found, `knows ${all.map(([host]) => host).join(", ")}`);
  },
};
