// One call of kubectl. It is asked again where that is safe: what it writes is what has to be there, so saying it twice does no harm.
import { setTimeout as sleep } from "node:timers/promises";
import { SchedulerError } from "../../core/errors.ts";
import { type Cluster, clusterName, kubectlAt, ofCluster } from "../../core/model/cluster.ts";
import { refusalInShort } from "../../core/plan/leaving.ts";
import { exec, type Outcome } from "../exec.ts";
import { aside, warn } from "../log.ts";
import { flagsOf, serverOf, whyUnusable } from "./kubeconfig.ts";

/** Milliseconds until a write that was refused is tried once more: an overloaded server, a conflict with another writer. */
const REFUSED_PAUSE = 1_000;
/** Seconds that an API server which has answered this command before may be unreachable: it restarts, or the network comes back. */
const AWAY = 120;
const AWAY_PAUSE = 2_000;
/** How often it may become unreachable during one call. */
const AWAY_TIMES = 5;

interface CallOptions {
  readonly cluster: Cluster;
  /** Milliseconds. */
  readonly timeout: number;
  readonly input?: string;
}

/** The clusters that have answered this command. */
const met = new Set<string>();
const keyOf = (cluster: Cluster) => clusterName(cluster) ?? "";

/**
 * Throws CLUSTER_UNREACHABLE when the API server does not answer, APPLY_REFUSED when it answers and says no, to a write twice.
 * One that answered before is waited for.
 */
export async function kubectl(doing: string, args: readonly string[], options: CallOptions): Promise<Outcome> {
  const { cluster, ...how } = options;
  for (let refused = false, away = 0; ; ) {
    const outcome = await exec("kubectl", [...flagsOf(cluster), ...args], how);
    if (outcome.exitCode === 0 && !outcome.timedOut) return answered(cluster, outcome);
    if (!(await answers(cluster))) {
      if (++away > AWAY_TIMES || !(await comesBack(cluster)))
        throw unreachable(doing, cluster, lines(outcome).slice(-1));
    } else if (refused || args[0] === "get") {
      throw refusal(doing, outcome, options.timeout);
    } else {
      refused = true;
      await sleep(REFUSED_PAUSE);
    }
  }
}

/** Why a call failed, for one who went on without it: CLUSTER_UNREACHABLE or APPLY_REFUSED. */
export async function failureOf(doing: string, outcome: Outcome, options: CallOptions): Promise<SchedulerError> {
  if (await answers(options.cluster)) return refusal(doing, outcome, options.timeout);
  return unreachable(doing, options.cluster, lines(outcome).slice(-1));
}

function answered(cluster: Cluster, outcome: Outcome): Outcome {
  met.add(keyOf(cluster));
  // What the API server warns of, a version that will go for instance, is the user's to know.
  for (const line of lines(outcome)) warn(line);
  return outcome;
}

function refusal(doing: string, outcome: Outcome, timeout: number): SchedulerError {
  const said = [...lines(outcome), ...(outcome.timedOut ? [`no answer within ${timeout / 1000} s`] : [])];
  const { because, next } = refusalInShort(
    said.length > 0 ? said : [`kubectl ended with exit code ${outcome.exitCode}`],
  );
  return new SchedulerError("APPLY_REFUSED", doing, because, next);
}

const lines = ({ stderr }: Outcome) => stderr.split("\n").filter((line) => line.trim() !== "");

/** False at once for a cluster that has never answered, and when it stays unreachable. */
async function comesBack(cluster: Cluster): Promise<boolean> {
  if (!met.has(keyOf(cluster))) return false;
  aside(`the Kubernetes API server ${nameOf(cluster)} does not answer: waiting up to ${AWAY} s for it`);
  for (const end = Date.now() + AWAY * 1000; Date.now() < end; ) {
    await sleep(AWAY_PAUSE);
    if (await answers(cluster)) return true;
  }
  return false;
}

/** Decides whether a failure is the cluster's or the call's. */
async function answers(cluster: Cluster): Promise<boolean> {
  const args = [...flagsOf(cluster), "get", "--raw", "/version", "--request-timeout=2s"];
  return (await exec("kubectl", args, { timeout: 2_500 })).exitCode === 0;
}

function unreachable(doing: string, cluster: Cluster, said: readonly string[]): SchedulerError {
  const unusable = whyUnusable(cluster);
  if (unusable !== null) {
    const again = "set it again: dokku scheduler-kubernetes:set APP kubeconfig PATH, or kube-context NAME";
    const next = unusable.next ?? (clusterName(cluster) === null ? null : again);
    return new SchedulerError("CLUSTER_UNREACHABLE", doing, [unusable.because], next);
  }
  return new SchedulerError(
    "CLUSTER_UNREACHABLE",
    doing,
    [`the Kubernetes API server ${nameOf(cluster)} does not answer`, ...said],
    `check it with: ${kubectlAt(cluster)} version`,
  );
}

function nameOf(cluster: Cluster): string {
  return `${serverOf(cluster)}${ofCluster(cluster)}`;
}
