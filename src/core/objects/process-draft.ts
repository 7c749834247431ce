// What a Deployment, a StatefulSet and a DaemonSet of a process type have in common.
import { deployTimeout } from "../dokku/deploy-timeout.ts";
import type { App, Process } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { ROLLED_OUT_WITHIN, timeoutAnnotation } from "../plan/deadlines.ts";
import { type TypedName, valueFor } from "../properties/table.ts";
import type { Draft } from "./definition.ts";
import { optionIssues, podOptions } from "./docker-options.ts";
import { stayReady } from "./healthchecks.ts";
import { isAutoscaled } from "./horizontal-pod-autoscaler.ts";
import { processLabels, selectorLabels, workloadName } from "./labels.ts";
import { type PodContext, servingPod } from "./pod.ts";
import { amount } from "./pod-disruption-budget.ts";
import { portOf } from "./ports.ts";
import { startCommand } from "./start-command.ts";
import { ENDPOINT_DELAY, terminationIssues } from "./termination.ts";
import { mustStopFirst, volumeIssues } from "./volumes.ts";
import { type WorkloadKind, workloadFor } from "./workloads.ts";

interface Common {
  readonly replicas: number | null;
  readonly minReadySeconds: unknown;
  readonly selector: StringMap;
}

interface RollingUpdate {
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
}

/** The process types that an object of this kind runs, each with its draft. */
export function draftsOf(
  app: App,
  kind: WorkloadKind["kind"],
  own: (
    process: Process,
    common: Common & PodContext,
  ) => { readonly context: object; readonly issues: readonly Issue[] },
): readonly Draft[] {
  return app.processes
    .filter(({ type }) => workloadFor(app, type).kind === kind)
    .map((process) => {
      const start = startCommand(app, process);
      const { context, issues } = own(process, {
        replicas: isAutoscaled(process) ? null : process.quantity,
        minReadySeconds: minReadySeconds(app, process),
        selector: selectorLabels(app.name, process.type),
        ...servingPod(app, process, start),
      });
      return {
        name: workloadName(app.name, process.type, kind),
        processType: process.type,
        labels: processLabels(app.name, process.type),
        // The other kinds have no field for it.
        annotations: kind === "Deployment" ? {} : timeoutAnnotation(timeoutOf(app, process)),
        context,
        issues: [
          ...start.issues,
          ...process.autoscale.issues,
          ...volumeIssues(app, process),
          ...terminationIssues(app),
          ...optionIssues(podOptions(app, "deploy", process.type), "/spec/template"),
          ...issues,
        ],
      };
    });
}

export const timeoutOf = ({ properties }: App, { type }: Process) => deployTimeout(properties["deploy-timeout"], type);

/** The old pods stop before the new ones start. */
export const stopsFirst = (app: App, { checks }: Process) => mustStopFirst(app) || checks === "disabled";

/** Unless it was set otherwise, never fewer pods than its scale during a rollout: an old one goes when a new one has stayed ready. */
export function rollingUpdateOf(app: App, { type }: Process): RollingUpdate {
  const set = (property: TypedName) => amount(valueFor(app.properties, property, type));
  return {
    maxSurge: set("max-surge") ?? (app.takesOver && type === "web" ? "100%" : "25%"),
    maxUnavailable: set("max-unavailable") ?? 0,
  };
}

function minReadySeconds(app: App, process: Process): unknown {
  const set = valueFor(app.properties, "min-ready-seconds", process.type);
  if (set !== "") return Number(set);
  const { uptime, wait } = stayReady(app, process);
  const settling = app.takesOver && portOf(app, process.type) !== null ? 2 * ENDPOINT_DELAY : 0;
  return uptime ?? (Math.max(within(timeoutOf(app, process), wait), settling) || null);
}

/** None where it would take as long as the whole rollout may. */
const within = (timeout: number | null, wait: number) => ((timeout ?? ROLLED_OUT_WITHIN) <= wait ? 0 : wait);
