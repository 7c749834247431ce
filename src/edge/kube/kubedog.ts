// kubedog multitrack: follows a batch of rollouts to their end. It answers with an exit code; its text is for people.
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { type WorkloadKind, workloadOfKind } from "../../core/objects/workloads.ts";
import { ENDED_BY_SIGNAL, exec, startAhead } from "../exec.ts";
import { mustBeTrusted } from "./kubeconfig.ts";

/** Of a batch. */
export interface Batch {
  readonly place: Place;
  readonly workloads: readonly KubeObject[];
  /** Seconds, for the whole of it. */
  readonly timeout: number;
  /** Print what new pods write until they are ready. */
  readonly logs: boolean;
}

/** It asks the API server five times a second at most: without the events, which decide nothing here, it is done with the rest sooner. */
const ENV = { KUBEDOG_NO_COLOR: "1", KUBEDOG_TERMINAL_WIDTH: "120", KUBEDOG_DISABLE_EVENTS: "1" };

/** Starts what `multitrack` runs next, so that it does not wait for it. */
export function startMultitrack(batch: Pick<Batch, "place" | "timeout">): void {
  startAhead("kubedog", argsOf(batch), { env: ENV, onLine: () => {} });
}

/**
 * True when all of them became ready; false when `end` or the timeout came first.
 * The specification's form: github.com/werf/kubedog, MultitrackSpecs.
 */
export async function multitrack(batch: Batch, end: AbortSignal, onLine: (line: string) => void): Promise<boolean> {
  const { place, workloads, logs } = batch;
  const listOf = (name: WorkloadKind["trackedAs"]) =>
    workloads
      .filter(({ kind }) => workloadOfKind(kind)?.trackedAs === name)
      .map(({ metadata }) => ({
        ResourceName: metadata.name,
        Namespace: place.namespace,
        // When trouble is the end is decided by core/diagnose, which knows what may heal.
        AllowFailuresCount: 1_000_000,
        SkipLogs: !logs,
      }));
  const input = JSON.stringify({
    Deployments: listOf("Deployments"),
    StatefulSets: listOf("StatefulSets"),
    DaemonSets: listOf("DaemonSets"),
  });
  let inTable = false;
  const { exitCode } = await exec("kubedog", argsOf(batch), {
    input,
    // Its table of all pods comes once more at the end, whatever it was told: how far they are is said by us.
    onLine: (line) => {
      const isEdge = /^\s*[┌└] Status progress/.test(line);
      if (!isEdge && !inTable) onLine(line);
      if (isEdge) inTable = line.includes("┌");
    },
    end,
    env: ENV,
  });
  if (exitCode === ENDED_BY_SIGNAL && !end.aborted)
    onLine("kubedog was ended by a signal, as the kernel does where a server has no memory left");
  return exitCode === 0;
}

function argsOf({ place: { cluster }, timeout }: Pick<Batch, "place" | "timeout">): readonly string[] {
  if (cluster.kubeconfig !== null) mustBeTrusted(cluster.kubeconfig);
  const where = [
    ...(cluster.kubeconfig === null ? [] : ["--kube-config", cluster.kubeconfig]),
    ...(cluster.context === null ? [] : ["--kube-context", cluster.context]),
  ];
  const how = ["--timeout", String(timeout), "--output-prefix", "", "--status-progress-period", "-1"];
  return ["multitrack", ...where, ...how];
}
