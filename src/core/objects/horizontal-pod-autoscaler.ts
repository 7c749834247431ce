// One HorizontalPodAutoscaler per process type that has both bounds and a rule.
import { missing, type Rule, readRule } from "../dokku/autoscale.ts";
import type { App, Process } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import { processLabels, processName, workloadName } from "./labels.ts";
import { resourcesOf } from "./resources.ts";
import { type WorkloadKind, workloadFor } from "./workloads.ts";

export interface HorizontalPodAutoscalerContext {
  /** Name of the Deployment or StatefulSet whose replicas it decides. */
  readonly deployment: string;
  /** Which of the two. */
  readonly targetKind: string;
  readonly minReplicas: number | string;
  readonly maxReplicas: number | string;
  /** One MetricSpec for each rule. */
  readonly metrics: readonly unknown[];
  /** How long load must stay low before pods are removed; null is Kubernetes' default. */
  readonly cooldownSeconds: number | null;
}

export const horizontalPodAutoscaler: Definition = {
  ...ordinary,
  kind: "HorizontalPodAutoscaler",
  apiVersion: "autoscaling/v2",
  template: "horizontal-pod-autoscaler",
  namespaced: true,
  perProcess: true,
  trackedAs: null,
  typed: true,
  removed: "before apply",
  contexts: (app: App): readonly Draft[] =>
    app.processes
      .filter((process) => hasAutoscaler(process) && workloadFor(app, process.type).hasScale)
      .map((process) => draft(app.name, process, workloadFor(app, process.type).kind)),
};

const hasAutoscaler = ({ autoscale }: Process) => missing(autoscale).length === 0;

/** Its Deployment then sets no replicas. Kubernetes itself disables an HPA whose target is scaled to 0, and so does our scale. */
export function isAutoscaled(process: Process): boolean {
  return hasAutoscaler(process) && process.quantity > 0;
}

function draft(app: string, process: Process, targetKind: WorkloadKind["kind"]): Draft {
  const { type, autoscale } = process;
  const name = processName(app, type);
  const [minReplicas, maxReplicas] = [number(autoscale.minReplicas), number(autoscale.maxReplicas)];
  const issues: Issue[] = [];
  if (minReplicas === 0) issues.push(issue("/spec/minReplicas", `must be 1 or more: ${setting(app, type, "min", 1)}`));
  if (minReplicas > maxReplicas)
    issues.push(issue("/spec/maxReplicas", `is below minReplicas: ${setting(app, type, "max", minReplicas)}`));
  const rules = autoscale.rules.flatMap((text): readonly Rule[] => {
    const rule = readRule(text);
    if (typeof rule !== "string") return [rule];
    const remove = `dokku scheduler-kubernetes:autoscale-rule-remove ${app} ${type} "${text}"`;
    issues.push(issue("/spec/metrics", `rule ${text}: ${rule}; remove it with: ${remove}`));
    return [];
  });
  for (const rule of rules) {
    if (rule.target === "Utilization" && !hasRequest(process, rule.name)) {
      const reserve = `dokku resource:reserve --${rule.name} AMOUNT --process-type ${type} ${app}`;
      const message = `a percentage of ${rule.name} needs a request to be a percentage of: ${reserve}`;
      issues.push({ severity: "warning", rule: null, path: "/spec/metrics", message });
    }
  }
  const context: HorizontalPodAutoscalerContext = {
    deployment: workloadName(app, type, targetKind),
    targetKind,
    minReplicas,
    maxReplicas,
    metrics: rules.map(metricSpec),
    cooldownSeconds: autoscale.cooldownSeconds,
  };
  return { name, processType: type, labels: processLabels(app, type), annotations: {}, context, issues };
}

/** Anything but a number stays as it is, for the schema to refuse. */
function number(text: string | null): number | string {
  return /^\d+$/.test(text ?? "") ? Number(text) : (text ?? "");
}

function setting(app: string, type: string, bound: "min" | "max", value: number | string): string {
  return `dokku scheduler-kubernetes:autoscale-set ${app} ${type} ${bound}-replicas ${value}`;
}

/** Kubernetes uses the limit for a missing request. */
function hasRequest(process: Process, name: string): boolean {
  const resources = resourcesOf(process);
  return (resources?.requests?.[name] ?? resources?.limits?.[name]) !== undefined;
}

const FIELDS = { AverageValue: "averageValue", Value: "value", Utilization: "averageUtilization" } as const;

function metricSpec({ metric, name, target, value, selector, ingress }: Rule): object {
  const amount = target === "Utilization" ? Number(value) : value;
  const spec = { target: { type: target, [FIELDS[target]]: amount } };
  switch (metric) {
    case "resource":
      return { type: "Resource", resource: { name, ...spec } };
    case "pods":
      return { type: "Pods", pods: { metric: { name }, ...spec } };
    case "ingress": {
      const describedObject = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: ingress };
      return { type: "Object", object: { metric: { name }, describedObject, ...spec } };
    }
    case "external":
      return { type: "External", external: { metric: { name, ...(selector === null ? {} : { selector }) }, ...spec } };
  }
}
