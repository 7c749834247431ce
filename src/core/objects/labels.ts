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

export const managedLabel: StringMap = { "app.kubernetes.io/managed-by": MANAGER };

function recommended(app: string, name: string, instance: string): StringMap {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": instance,
    "app.kubernetes.io/part-of": app,
    ...managedLabel,
  };
}
