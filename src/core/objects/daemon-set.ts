// One DaemonSet per process type that runs once on each node. One that is scaled to 0 has none: it could not be stopped otherwise.
import { missing } from "../dokku/autoscale.ts";
import type { App, Process } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, issue, ordinary, warned } from "./definition.ts";
import type { PodContext } from "./pod.ts";
import { draftsOf, rollingUpdateOf, stopsFirst } from "./process-draft.ts";

export interface DaemonSetContext {
  /** How long a pod has to stay ready: as set, the `uptime` of a check, or Dokku's wait. */
  readonly minReadySeconds: unknown;
  /** Numbers of nodes or percentages: on how many a new pod starts beside the old one, or instead of it. */
  readonly rollingUpdate: { readonly maxSurge: number | string; readonly maxUnavailable: number | string };
  /** Can never be changed once the DaemonSet exists. */
  readonly selector: StringMap;
}

export const daemonSet: Definition = {
  ...ordinary,
  kind: "DaemonSet",
  apiVersion: "apps/v1",
  template: "daemon-set",
  namespaced: true,
  perProcess: true,
  hook: "deploy",
  typed: true,
  makes: [{ bearer: "pod", at: ["spec", "template", "metadata"] }],
  contexts: (app: App): readonly Draft[] => {
    const running = app.processes.filter(({ quantity }) => quantity > 0);
    return draftsOf({ ...app, processes: running }, "DaemonSet", (process, { replicas: _, ...common }) => {
      const context: DaemonSetContext & PodContext = {
        ...common,
        // Each node has one anyway.
        pod: { ...common.pod, spread: [] },
        rollingUpdate: stopsFirst(app, process) ? { maxSurge: 0, maxUnavailable: 1 } : rollingUpdateOf(app, process),
      };
      return { context, issues: scaleIssues(app.name, process) };
    });
  },
};

function scaleIssues(app: string, { type, quantity, autoscale }: Process): readonly Issue[] {
  const perNode = "a DaemonSet runs one pod on each node";
  if (missing(autoscale).length === 0)
    return [
      issue(
        "/spec",
        `${perNode}, and takes no autoscaling: dokku scheduler-kubernetes:set ${app} workload deployment --process-type ${type}`,
      ),
    ];
  if (quantity === 1) return [];
  return [warned("/spec", `${perNode}, whatever the scale of ${quantity}`)];
}
