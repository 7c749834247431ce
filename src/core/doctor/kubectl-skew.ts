// Whether kubectl goes with the server.
import { skewed } from "../model/versions.ts";
import { type Check, ok, unknown, warning } from "./check.ts";
import type { Answers } from "./facts.ts";

export const kubectlSkew: Check<Answers> = {
  name: "version-skew",
  of: ({ version, kubectl }) => {
    if (kubectl === null) return unknown("kubectl does not say its version");
    const [why, ...mends] = skewed({ server: version, kubectl }) ?? [];
    if (why === undefined) return ok(`kubectl ${kubectl} goes with Kubernetes ${version}`);
    return warning(why, mends.join(" ").replace(/^.*?: /, ""));
  },
};
