// One Deployment per process type.
import { deployTimeout } from "../dokku/deploy-timeout.ts";
import type { App, Process } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { ROLLED_OUT_WITHIN } from "../plan/deadlines.ts";
import { type TypedName, valueFor } from "../properties/table.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { optionIssues, podOptions } from "./docker-options.ts";
import { stayReady } from "./healthchecks.ts";
import { isAutoscaled } from "./horizontal-pod-autoscaler.ts";
import { processLabels, processName, selectorLabels } from "./labels.ts";
import { type PodContext, servingPod } from "./pod.ts";
import { amount } from "./pod-disruption-budget.ts";
import { portOf } from "./ports.ts";
import { startCommand } from "./start-command.ts";
import { ENDPOINT_DELAY, terminationIssues } from "./termination.ts";
import { mustStopFirst, volumeIssues } from "./volumes.ts";

export interface DeploymentContext {
  /** The scale; 0 is present. Null while a HorizontalPodAutoscaler sets it. */
  readonly replicas: number | null;
  /** How long a pod has to stay ready: as set, the `uptime` of a check, or Dokku's wait. */
  readonly minReadySeconds: unknown;
  /** Set where a deploy-timeout says how long the pods may take to be ready. */
  readonly progressDeadlineSeconds: number | null;
  /** `RollingUpdate`, or `Recreate`: the old pods stop before the new ones start. */
  readonly strategy: string;
  /** Numbers of pods or percentages; null with `Recreate`. */
  readonly rollingUpdate: { readonly maxSurge: number | string; readonly maxUnavailable: number | string } | null;
  /** Can never be changed once the Deployment exists. */
  readonly selector: StringMap;
}

export const deployment: Definition = {
  ...ordinary,
  kind: "Deployment",
  apiVersion: "apps/v1",
  template: "deployment",
  namespaced: true,
  perProcess: true,
  trackedAs: "Deployments",
  hook: "deploy",
  typed: true,
  makes: [{ bearer: "pod", at: ["spec", "template", "metadata"] }],
  contexts: (app: App): readonly Draft[] => app.processes.map((process) => draft(app, process)),
};

function draft(app: App, process: Process): Draft {
  const name = processName(app.name, process.type);
  const recreate = mustStopFirst(app) || process.checks === "disabled";
  const timeout = deployTimeout(app.properties["deploy-timeout"], process.type);
  const { uptime, wait } = stayReady(app, process);
  const settling = app.takesOver && portOf(app, process.type) !== null ? 2 * ENDPOINT_DELAY : 0;
  const start = startCommand(app, process);
  const set = (property: TypedName) => valueFor(app.properties, property, process.type);
  const settled = uptime ?? (Math.max(within(timeout, wait), settling) || null);
  const context: DeploymentContext & PodContext = {
    replicas: isAutoscaled(process) ? null : process.quantity,
    minReadySeconds: set("min-ready-seconds") === "" ? settled : Number(set("min-ready-seconds")),
    progressDeadlineSeconds: timeout,
    strategy: recreate ? "Recreate" : "RollingUpdate",
    // Unless it was set otherwise, never fewer pods than its scale during a rollout: an old one goes when a new one has stayed ready.
    rollingUpdate: recreate
      ? null
      : {
          maxSurge: amount(set("max-surge")) ?? (app.takesOver && process.type === "web" ? "100%" : "25%"),
          maxUnavailable: amount(set("max-unavailable")) ?? 0,
        },
    selector: selectorLabels(app.name, process.type),
    ...servingPod(app, process, start),
  };
  return {
    name,
    processType: process.type,
    labels: processLabels(app.name, process.type),
    annotations: {},
    context,
    issues: [
      ...start.issues,
      ...process.autoscale.issues,
      ...volumeIssues(app, process),
      ...terminationIssues(app),
      ...optionIssues(podOptions(app, "deploy", process.type), "/spec/template"),
    ],
  };
}

/** None where it would take as long as the whole rollout may. */
const within = (timeout: number | null, wait: number) => ((timeout ?? ROLLED_OUT_WITHIN) <= wait ? 0 : wait);
