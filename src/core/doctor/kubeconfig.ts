// The kubeconfig: there, to be read, for nobody else, with the context.
import { type Check, ok, warning, wrong } from "./check.ts";
import type { ClusterFacts } from "./facts.ts";

export const kubeconfig: Check<ClusterFacts> = {
  name: "kubeconfig",
  of: ({ kubeconfig: file, mode, owner, dokkuUser, unusable, cluster: { context } }) => {
    if (unusable !== null) return wrong(unusable.because, unusable.next);
    if (mode !== null && (mode & 0o077) !== 0)
      return warning(
        `${file} has mode ${mode.toString(8).padStart(4, "0")}: others than its owner may use what it holds`,
        `${owner === dokkuUser ? "" : `sudo chown ${dokkuUser}: ${file} && `}sudo chmod 600 ${file}`,
      );
    return ok(`${file}, ${context === null ? "its current context" : `context ${context}`}`);
  },
};
