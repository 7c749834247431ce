// kubedog multitrack: follows a batch of rollouts to their end. It answers with an exit code; its text is for people.
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { patienceWith } from "../../core/plan/patience.ts";
import { exec } from "../exec.ts";

/**
 * True when every Deployment became ready; false when one failed or `end` came first. `timeout` is in seconds, for the whole batch.
 * The specification's form: github.com/werf/kubedog, MultitrackSpecs.
 */
export async function multitrack(
  { cluster, namespace }: Place,
  deployments: readonly KubeObject[],
  timeout: number,
  end: AbortSignal,
  onLine: (line: string) => void,
): Promise<boolean> {
  const input = JSON.stringify({
    Deployments: deployments.map((deployment) => {
      const { failures, readiness } = patienceWith(deployment);
      return {
        ResourceName: deployment.metadata.name,
        Namespace: namespace,
        FailMode: "FailWholeDeployProcessImmediately",
        AllowFailuresCount: failures,
        // Go's durations are nanoseconds.
        IgnoreReadinessProbeFailsByContainerName: Object.fromEntries(
          Object.entries(readiness).map(([name, seconds]) => [name, seconds * 1e9]),
        ),
      };
    }),
  });
  const where = [
    ...(cluster.kubeconfig === null ? [] : ["--kube-config", cluster.kubeconfig]),
    ...(cluster.context === null ? [] : ["--kube-context", cluster.context]),
  ];
  const args = ["multitrack", ...where, "--timeout", String(timeout), "--output-prefix", ""];
  const { exitCode } = await exec("kubedog", args, {
    input,
    onLine,
    end,
    env: { KUBEDOG_NO_COLOR: "1", KUBEDOG_TERMINAL_WIDTH: "120" },
  });
  return exitCode === 0;
}
