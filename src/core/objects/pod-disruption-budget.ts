// How many pods of an app a drained node may take at once: one PodDisruptionBudget over all process types where it is said how many,
// else by property one for each type that has several.
import type { App, Process } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, issue, ordinary, warned } from "./definition.ts";
import { isAutoscaled } from "./horizontal-pod-autoscaler.ts";
import { appLabels, labelValue, processLabels, processName, selectorLabels } from "./labels.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";

export interface PodDisruptionBudgetContext {
  /** A number of pods or a percentage; null when the other is set. */
  readonly minAvailable: number | string | null;
  readonly maxUnavailable: number | string | null;
  /** All pods of the app, or of one process type. */
  readonly selector: StringMap;
}

export const podDisruptionBudget: Definition = {
  ...ordinary,
  kind: "PodDisruptionBudget",
  apiVersion: "policy/v1",
  template: "pod-disruption-budget",
  namespaced: true,
  perProcess: false,
  typed: true,
  contexts: (app: App): readonly Draft[] => {
    const { name, processes, properties } = app;
    const minAvailable = amount(properties["pod-min-available"]);
    const maxUnavailable = amount(properties["pod-max-unavailable"]);
    if (minAvailable === null && maxUnavailable === null) {
      if (properties["pod-disruption-budget"] !== "true") return [];
      return processes.filter(hasSeveral).map((process) => ofProcess(app, process));
    }
    const context: PodDisruptionBudgetContext = { minAvailable, maxUnavailable, selector: { app: labelValue(name) } };
    const pods = processes.reduce((sum, { quantity }) => sum + quantity, 0);
    const issues: Issue[] = [];
    if (minAvailable !== null && maxUnavailable !== null)
      issues.push(
        issue("/spec", `takes only one of the two: dokku scheduler-kubernetes:set ${name} pod-max-unavailable`),
      );
    else if (blocks(minAvailable, maxUnavailable, pods)) {
      const message = `no pod of ${name} can ever be evicted while its scale is ${pods}: draining a node will wait forever`;
      issues.push(warned("/spec", message));
    }
    return [
      { name: nameOf([name], SUBDOMAIN), processType: null, labels: appLabels(name), annotations: {}, context, issues },
    ];
  },
};

/** With one pod, a budget would keep a node from being drained forever. */
function hasSeveral(process: Process): boolean {
  return (isAutoscaled(process) ? Number(process.autoscale.minReplicas) : process.quantity) > 1;
}

function ofProcess({ name: app }: App, { type }: Process): Draft {
  const selector = selectorLabels(app, type);
  const context: PodDisruptionBudgetContext = { minAvailable: null, maxUnavailable: 1, selector };
  const name = processName(app, type);
  return { name, processType: type, labels: processLabels(app, type), annotations: {}, context, issues: [] };
}

/** IntOrString; null for none. */
export function amount(text: string): number | string | null {
  if (text === "") return null;
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Kubernetes rounds a percentage of pods up. */
function blocks(minAvailable: number | string | null, maxUnavailable: number | string | null, pods: number): boolean {
  if (pods === 0) return false;
  if (maxUnavailable !== null) return maxUnavailable === 0 || maxUnavailable === "0%";
  return (
    (typeof minAvailable === "number"
      ? minAvailable
      : Math.ceil((pods * Number.parseInt(`${minAvailable}`, 10)) / 100)) >= pods
  );
}
