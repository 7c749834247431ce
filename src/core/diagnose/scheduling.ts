// Pods that no node takes or keeps.
import { kubectlOf } from "../model/cluster.ts";
import { isTerminating, type KubeObject, type StringMap } from "../model/manifest.ts";
import { hasLabels } from "../objects/labels.ts";
import { conditionsOf } from "./conditions.ts";
import { containersOf } from "./container-status.ts";
import { type Evidence, SETTLED, type Trouble, typeFlag, warningsOf } from "./evidence.ts";

/** Why a pod is not scheduled; nodes may be added, a missing claim will not appear. */
export function unscheduled(pod: KubeObject, { app, seconds, objects }: Evidence): Trouble | null {
  const failed = conditionsOf(pod).find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (failed === undefined) return null;
  const said = failed.message ?? failed.reason ?? "no reason given";
  const [, claim] = /persistentvolumeclaim "([^"]+)" not found/.exec(said) ?? [];
  if (claim !== undefined)
    return {
      isFinal: seconds >= SETTLED,
      says: `there is no PersistentVolumeClaim ${claim}, which its pods mount`,
      helps: `create it: dokku scheduler-kubernetes:add-pvc ${claim} SIZE --namespace ${pod.metadata.namespace ?? "NAMESPACE"}`,
    };
  const [numbers = said] = said.split(/\. (?:no new claims|preemption)/);
  const wants = requestsOf(pod);
  const says = `no node can run a pod${wants === "" ? "" : ` that requests ${wants}`}: ${numbers}`;
  const budget = /were unschedulable/.test(said) ? objects.find((object) => holds(object, pod)) : undefined;
  if (budget !== undefined)
    return {
      isFinal: false,
      says: `${says}; PodDisruptionBudget ${budget.metadata.name} allows no eviction of the running pods, so the node being drained waits for this rollout, and this rollout waits for a node`,
      helps: `make a node available: ${kubectlOf(app)} uncordon NODE; or see the budget: ${kubectlOf(app)} describe poddisruptionbudget ${budget.metadata.name} -n ${budget.metadata.namespace}`,
    };
  return {
    isFinal: false,
    says,
    helps: /Insufficient/.test(said)
      ? `request less: dokku resource:reserve${typeFlag(pod)} ${app}, or add a node: ${kubectlOf(app)} describe nodes`
      : `see what nodes have: ${kubectlOf(app)} describe nodes`,
  };
}

/** A budget over the pod that allows no eviction now. One that selects by expressions is not looked at. */
function holds({ kind, spec, status }: KubeObject, pod: KubeObject): boolean {
  if (kind !== "PodDisruptionBudget") return false;
  const { matchLabels = {} } = (spec as { readonly selector?: { readonly matchLabels?: StringMap } }).selector ?? {};
  const isOver = Object.keys(matchLabels).length > 0 && hasLabels(pod, matchLabels);
  return isOver && (status as { readonly disruptionsAllowed?: number } | undefined)?.disruptionsAllowed === 0;
}

function requestsOf(pod: KubeObject): string {
  return containersOf(pod)
    .main.flatMap(({ resources }) => Object.entries(resources?.requests ?? {}))
    .map(([name, amount]) => `${name} ${amount}`)
    .join(", ");
}

const disruptionOf = (pod: KubeObject) =>
  conditionsOf(pod).find(({ type, status }) => type === "DisruptionTarget" && status === "True");

/** Deleted or evicted: a program that is told to terminate may well exit with 0. */
export function wasEvicted(pod: KubeObject): boolean {
  const { reason } = pod.status as { readonly reason?: string };
  return isTerminating(pod) || reason === "Evicted" || disruptionOf(pod) !== undefined;
}

/** An evicted pod: the node's doing, not the app's. */
export function evicted(pod: KubeObject, evidence: Evidence): Trouble | null {
  const { phase, reason, message } = pod.status as Readonly<Record<"phase" | "reason" | "message", string | undefined>>;
  const disrupted = disruptionOf(pod);
  // Its containers restart forever, unless the kubelet ends the pod; that may have lost the reason by then.
  const { restartPolicy } = pod.spec as { readonly restartPolicy?: string };
  const isOver = restartPolicy === "Always" && (phase === "Failed" || phase === "Succeeded");
  if (reason !== "Evicted" && disrupted === undefined && !isOver) return null;
  const warned = warningsOf(evidence, pod.metadata.name).find((one) => one.reason === "Evicted")?.message;
  const why = String(disrupted?.message ?? message ?? warned ?? disrupted?.reason ?? "no reason given").trim();
  return {
    isFinal: false,
    says: `a pod was evicted, which is not the app's fault: ${why}`,
    helps: `another pod replaces it; see what the nodes are short of: ${kubectlOf(evidence.app)} describe nodes`,
  };
}
