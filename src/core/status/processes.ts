// Process types as their Deployments, StatefulSets and DaemonSets, pods and autoscalers are.
import { isTarget } from "../diagnose/autoscaler.ts";
import { statusesOf } from "../diagnose/container-status.ts";
import { typeOf } from "../diagnose/evidence.ts";
import { readyOf, updatedOf, wantedOf } from "../diagnose/rollout-status.ts";
import { isTerminating, type KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { processTypeOf } from "../objects/labels.ts";
import { isWorkload } from "../objects/workloads.ts";
import { quantity } from "../validate/rules/quantity.ts";
import type { AutoscalerStatus, ProcessStatus, Usage } from "./status.ts";

/** `usage` are the pods of metrics.k8s.io; null where none are served. */
export function processesOf(
  objects: readonly KubeObject[],
  autoscalers: readonly KubeObject[],
  usage: readonly KubeObject[] | null,
): readonly ProcessStatus[] {
  const workloads = objects.filter((object) => isWorkload(object) && processTypeOf(object) !== null);
  return workloads.map((workload) => {
    const pods = objects.filter((object) => isPodOf(workload, object));
    const scaler = autoscalers.find((one) => isTarget(one, workload.kind, workload.metadata.name));
    const [since = null] = pods.map(createdAt).sort();
    return {
      process: typeOf(workload),
      wanted: wantedOf(workload),
      ready: readyOf(workload),
      updated: updatedOf(workload),
      ...restartsOf(pods),
      cpu: usageOf("cpu", pods, usage),
      memory: usageOf("memory", pods, usage),
      since,
      nodes: nodesOf(pods),
      autoscaler: scaler === undefined ? null : autoscalerOf(scaler),
    };
  });
}

const count = (value: unknown) => Number(value ?? 0);

const createdAt = ({ metadata }: KubeObject) => String(at(metadata, "creationTimestamp") ?? "");

/** One that is on its way out, or that nothing will start again, is none of its pods. */
function isPodOf(workload: KubeObject, pod: KubeObject): boolean {
  const isIts = pod.kind === "Pod" && processTypeOf(pod) === processTypeOf(workload);
  return isIts && !isTerminating(pod) && !["Failed", "Succeeded"].includes(String(at(pod.status, "phase")));
}

function restartsOf(pods: readonly KubeObject[]): Pick<ProcessStatus, "restarts" | "last_restart"> {
  const statuses = pods.map(statusesOf).flatMap(({ init, main }) => [...init, ...main]);
  const ended = statuses
    .flatMap(({ lastState }) => lastState?.terminated ?? [])
    .map((one) => ({ time: timeOf(one), reason: reasonOf(one) }))
    .sort((a, b) => ((a.time ?? "") < (b.time ?? "") ? -1 : 1));
  return {
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    last_restart: ended.at(-1) ?? null,
  };
}

/** A container that its node has lost has none. */
function timeOf(terminated: unknown): string | null {
  const time = at(terminated, "finishedAt");
  return typeof time === "string" && time !== "" ? time : null;
}

/** Kubernetes' word where it says something. */
function reasonOf({ reason = "", exitCode }: { readonly reason?: string; readonly exitCode: number }): string {
  return ["", "Error", "Completed"].includes(reason) ? `exit code ${exitCode}` : reason;
}

/** The limit is that of all pods; none where a container has none. */
function usageOf(
  resource: "cpu" | "memory",
  pods: readonly KubeObject[],
  usage: readonly KubeObject[] | null,
): Usage | null {
  if (usage === null) return null;
  const names = new Set(pods.map(({ metadata }) => metadata.name));
  const measured = usage.filter(({ metadata }) => names.has(metadata.name));
  if (measured.length === 0) return null;
  const limits = pods.flatMap(({ spec }) =>
    list(at(spec, "containers")).map((one) => at(one, "resources", "limits", resource)),
  );
  const isLimited = limits.length > 0 && limits.every((limit) => limit !== undefined);
  return {
    now: sum(measured.flatMap(({ containers }) => list(containers).map((one) => at(one, "usage", resource)))),
    limit: isLimited ? sum(limits) : null,
  };
}

/** Of quantities; metrics are rounded to what people read. */
const sum = (amounts: readonly unknown[]) =>
  Math.round(amounts.reduce<number>((total, amount) => total + quantity(amount), 0) * 1000) / 1000;

function nodesOf(pods: readonly KubeObject[]): Readonly<Record<string, number>> {
  const names = pods.flatMap(({ spec }) => String(at(spec, "nodeName") ?? "") || []).sort();
  return Object.fromEntries([...new Set(names)].map((node) => [node, names.filter((name) => name === node).length]));
}

function autoscalerOf({ spec, status }: KubeObject): AutoscalerStatus {
  return {
    now: count(at(status, "currentReplicas")),
    wanted: count(at(status, "desiredReplicas")),
    min: Number(at(spec, "minReplicas") ?? 1),
    max: count(at(spec, "maxReplicas")),
    metrics: list(at(spec, "metrics")).map((metric, index) =>
      metricWords(metric, list(at(status, "currentMetrics"))[index]),
    ),
  };
}

/** `cpu 35% of 80%`; `?` while it is not known. */
function metricWords(metric: unknown, current: unknown): string {
  const source = Object.keys(Object(metric)).find((name) => name !== "type") ?? "";
  const wanted = at(metric, source);
  const name = at(wanted, "name") ?? at(wanted, "metric", "name");
  const now = at(current, source, "current");
  return `${name} ${valueIn(now) ?? "?"} of ${valueIn(at(wanted, "target")) ?? "?"}`;
}

function valueIn(value: unknown): string | null {
  const utilization = at(value, "averageUtilization");
  if (utilization !== undefined) return `${utilization}%`;
  const found = at(value, "averageValue") ?? at(value, "value");
  return found === undefined ? null : String(found);
}
