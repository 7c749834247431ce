// kubedog multitrack: follows a batch of rollouts to their end. It answers with an exit code; its text is for people.
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { type WorkloadKind, workloadOfKind } from "../../core/objects/workloads.ts";
import { exec } from "../exec.ts";
import { mustBeTrusted } from "./kubeconfig.ts";

/**
 * True when all of them became ready; false when `end` or the timeout came first. `timeout` is in seconds, for the whole batch;
 * `logs` lets it print what new pods write until they are ready.
 * The specification's form: github.com/werf/kubedog, MultitrackSpecs.
 */
export async function multitrack(
  { cluster, namespace }: Place,
  workloads: readonly KubeObject[],
  timeout: number,
  logs: boolean,
  end: AbortSignal,
  onLine: (line: string) => void,
): Promise<boolean> {
  const listOf = (name: WorkloadKind["trackedAs"]) =>
    workloads
      .filter(({ kind }) => workloadOfKind(kind)?.trackedAs === name)
      .map(({ metadata }) => ({
        ResourceName: metadata.name,
        Namespace: namespace,
        // When trouble is the end is decided by core/diagnose, which knows what may heal.
        AllowFailuresCount: 1_000_000,
        SkipLogs: !logs,
      }));
  const input = JSON.stringify({
    Deployments: listOf("Deployments"),
    StatefulSets: listOf("StatefulSets"),
    DaemonSets: listOf("DaemonSets"),
  });
  if (cluster.kubeconfig !== null) mustBeTrusted(cluster.kubeconfig);
  const where = [
    ...(cluster.kubeconfig === null ? [] : ["--kube-config", cluster.kubeconfig]),
    ...(cluster.context === null ? [] : ["--kube-context", cluster.context]),
  ];
  const args = [
    "multitrack",
    ...where,
    "--timeout",
    String(timeout),
    "--output-prefix",
    "",
    "--status-progress-period",
    "-1",
  ];
  let inTable = false;
  const { exitCode } = await exec("kubedog", args, {
    input,
    // Its table of all pods comes once more at the end, whatever it was told: how far they are is said by us.
    onLine: (line) => {
      const isEdge = /^\s*[┌└] Status progress/.test(line);
      if (!isEdge && !inTable) onLine(line);
      if (isEdge) inTable = line.includes("┌");
    },
    end,
    env: { KUBEDOG_NO_COLOR: "1", KUBEDOG_TERMINAL_WIDTH: "120" },
  });
  return exitCode === 0;
}
