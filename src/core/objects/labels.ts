// Names and labels that several kinds share. Those of the original plugin are kept: a selector can never be changed.
import type { StringMap } from "./definition.ts";

export const MANAGER = "dokku-scheduler-kubernetes";

/** Deployment, Service and container of one process type. */
export function processName(app: string, type: string): string {
  return `${app}-${type}`;
}

export function selectorLabels(app: string, type: string): StringMap {
  return { app, "process-type": type, "app-process-type": processName(app, type) };
}

/** The recommended labels stand beside the selector's, on the object and its pods. */
export function processLabels(app: string, type: string): StringMap {
  return { ...selectorLabels(app, type), ...recommended(app, type, processName(app, type)) };
}

export function appLabels(app: string): StringMap {
  return { app, ...recommended(app, app, app) };
}

/** None of those that find the pods of an app: a Service or a PodDisruptionBudget would take in what is none of its business. */
export function runLabels(app: string, id: string): StringMap {
  return { "app.kubernetes.io/name": "run", "app.kubernetes.io/part-of": app, ...managedLabel, "dokku.com/run-id": id };
}

/** Finds them; of every app when there is none. */
export function runSelector(app: string): string {
  return `app.kubernetes.io/part-of=${app},dokku.com/run-id`;
}

export const managedLabel: StringMap = { "app.kubernetes.io/managed-by": MANAGER };

function recommended(app: string, name: string, instance: string): StringMap {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": instance,
    "app.kubernetes.io/part-of": app,
    ...managedLabel,
  };
}
