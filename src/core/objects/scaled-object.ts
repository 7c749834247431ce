// One ScaledObject of KEDA's per process type that KEDA scales. KEDA makes a HorizontalPodAutoscaler of it, and stops the last pod where the minimum is 0.
import { isKedas, type Rule, type Trigger } from "../dokku/autoscale.ts";
import type { App, Process } from "../model/app.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import {
  isAutoscaled,
  isScalable,
  number,
  removal,
  rulesOf,
  setting,
  unrequested,
} from "./horizontal-pod-autoscaler.ts";
import { processLabels, processName, workloadName } from "./labels.ts";
import { type WorkloadKind, workloadFor } from "./workloads.ts";

export interface ScaledObjectContext {
  /** Of the workload whose replicas it decides: Deployment or StatefulSet. */
  readonly targetKind: string;
  readonly targetName: string;
  /** May be 0. */
  readonly minReplicas: number | string;
  readonly maxReplicas: number | string;
  /** Each as KEDA has it. */
  readonly triggers: readonly object[];
  /** How long triggers must be quiet before the last pod is stopped; null is KEDA's default. */
  readonly cooldownSeconds: number | null;
  /** How often the triggers are asked; null is KEDA's default. */
  readonly pollingSeconds: number | null;
}

export const scaledObject: Definition = {
  ...ordinary,
  kind: "ScaledObject",
  apiVersion: "keda.sh/v1alpha1",
  template: "scaled-object",
  namespaced: true,
  perProcess: true,
  typed: true,
  removed: "before apply",
  // KEDA would start pods of what is scaled to 0.
  contexts: (app: App): readonly Draft[] =>
    app.processes
      .filter(isScalable(app))
      .filter((process) => isAutoscaled(process) && isKedas(process.autoscale))
      .map((process) => draft(app.name, process, workloadFor(app, process.type).kind)),
};

function draft(app: string, process: Process, targetKind: WorkloadKind["kind"]): Draft {
  const { type, autoscale } = process;
  const name = processName(app, type);
  const [minReplicas, maxReplicas] = [number(autoscale.minReplicas), number(autoscale.maxReplicas)];
  const { rules, issues: wrong } = rulesOf(app, process, PATH);
  const resources = rules.flatMap((rule) => (rule.metric === "resource" ? [rule] : []));
  const others = autoscale.rules.filter((text) => /^(external|ingress|pods):/.test(text));
  const context: ScaledObjectContext = {
    targetKind,
    targetName: workloadName(app, type, targetKind),
    minReplicas,
    maxReplicas,
    triggers: [...rules.flatMap(triggerOf), ...autoscale.triggers.map(spec)],
    cooldownSeconds: autoscale.cooldownSeconds,
    pollingSeconds: autoscale.pollingSeconds,
  };
  const issues = [
    ...(minReplicas > maxReplicas
      ? [issue("/spec/maxReplicaCount", `is below minReplicaCount: ${setting(app, type, "max", minReplicas)}`)]
      : []),
    ...wrong,
    ...unrequested(app, process, resources, PATH),
    ...others.map((text) =>
      issue(PATH, `rule ${text} cannot stand beside a trigger of KEDA's: ${removal(app, type, text)}`),
    ),
  ];
  return { name, processType: type, labels: processLabels(app, type), annotations: {}, context, issues };
}

const PATH = "/spec/triggers";

/** KEDA reads cpu and memory as a HorizontalPodAutoscaler does. */
function triggerOf(rule: Rule): readonly object[] {
  if (rule.metric === "keda") return [spec(rule.trigger)];
  if (rule.metric !== "resource") return [];
  return [{ type: rule.name, metricType: rule.target, metadata: { value: rule.value } }];
}

function spec({ type, metadata, authentication }: Trigger): object {
  return { type, metadata, ...(authentication === null ? {} : { authenticationRef: { name: authentication } }) };
}
