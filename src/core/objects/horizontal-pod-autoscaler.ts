// One HorizontalPodAutoscaler per process type that has both bounds and a rule.
import { isKedas, type MetricRule, missing, type Rule, readRule } from "../dokku/autoscale.ts";
import type { App, Process } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { type Definition, type Draft, issue, ordinary, warned } from "./definition.ts";
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
  typed: true,
  removed: "before apply",
  contexts: (app: App): readonly Draft[] =>
    app.processes
      .filter(isScalable(app))
      .filter((process) => hasAutoscaler(process) && !isKedas(process.autoscale))
      .map((process) => draft(app.name, process, workloadFor(app, process.type).kind)),
};

/** A DaemonSet has as many pods as there are nodes. */
export const isScalable = (app: App) => (process: Process) => workloadFor(app, process.type).hasScale;

const hasAutoscaler = ({ autoscale }: Process) => missing(autoscale).length === 0;

/** A HorizontalPodAutoscaler or a ScaledObject. Its Deployment then sets no replicas. Kubernetes itself disables an HPA whose target is scaled to 0, and so does our scale. */
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
  const { rules, issues: wrong } = rulesOf(app, process, "/spec/metrics");
  const metrics = rules.flatMap((rule) => (rule.metric === "keda" ? [] : [rule]));
  issues.push(...wrong, ...unrequested(app, process, metrics, "/spec/metrics"));
  const context: HorizontalPodAutoscalerContext = {
    deployment: workloadName(app, type, targetKind),
    targetKind,
    minReplicas,
    maxReplicas,
    metrics: metrics.map(metricSpec),
    cooldownSeconds: autoscale.cooldownSeconds,
  };
  return { name, processType: type, labels: processLabels(app, type), annotations: {}, context, issues };
}

/** Those of its rules that can be read, and what is wrong with the others. */
export function rulesOf(app: string, { type, autoscale }: Process, path: string) {
  const issues: Issue[] = [];
  const rules = autoscale.rules.flatMap((text): readonly Rule[] => {
    const rule = readRule(text);
    if (typeof rule !== "string") return [rule];
    issues.push(issue(path, `rule ${text}: ${rule}; remove it with: ${removal(app, type, text)}`));
    return [];
  });
  return { rules, issues };
}

export const removal = (app: string, type: string, rule: string) =>
  `dokku scheduler-kubernetes:autoscale-rule-remove ${app} ${type} "${rule}"`;

/** Percentages of what no pod requests. */
export function unrequested(
  app: string,
  process: Process,
  rules: readonly MetricRule[],
  path: string,
): readonly Issue[] {
  return rules
    .filter(({ target, name }) => target === "Utilization" && !hasRequest(process, name))
    .map(({ name }) => {
      const reserve = `dokku resource:reserve --${name} AMOUNT --process-type ${process.type} ${app}`;
      const message = `a percentage of ${name} needs a request to be a percentage of: ${reserve}`;
      return warned(path, message);
    });
}

/** Anything but a number stays as it is, for the schema to refuse. */
export function number(text: string | null): number | string {
  return /^\d+$/.test(text ?? "") ? Number(text) : (text ?? "");
}

export function setting(app: string, type: string, bound: "min" | "max", value: number | string): string {
  return `dokku scheduler-kubernetes:autoscale-set ${app} ${type} ${bound}-replicas ${value}`;
}

/** Kubernetes uses the limit for a missing request. */
function hasRequest(process: Process, name: string): boolean {
  const resources = resourcesOf(process);
  return (resources?.requests?.[name] ?? resources?.limits?.[name]) !== undefined;
}

const FIELDS = { AverageValue: "averageValue", Value: "value", Utilization: "averageUtilization" } as const;

function metricSpec({ metric, name, target, value, selector, ingress }: MetricRule): object {
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
