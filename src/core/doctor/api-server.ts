// Whether the API server answers, and how fast.
import { clusterName, kubectlAt } from "../model/cluster.ts";
import { type Check, ok, warning, wrong } from "./check.ts";
import type { ClusterFacts } from "./facts.ts";

/** Milliseconds: a deploy asks some twenty times. */
const SLOW = 1_000;

export const apiServer: Check<ClusterFacts> = {
  name: "api-server",
  of: ({ cluster, reach }) => {
    if (reach === null) return [];
    const named = reach.server ?? clusterName(cluster) ?? "the API server";
    if (reach.refused !== null)
      return wrong(
        `${named} does not answer: ${reach.refused}. What only the cluster knows was not asked`,
        `${kubectlAt(cluster)} version`,
      );
    const median = medianOf(reach.latencies);
    const says = `${named} answers within ${Math.round(median)} ms`;
    return median > SLOW ? warning(`${says}: deploys and commands will be slow`) : ok(says);
  },
};

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
