// One Deployment per process type that is none of another kind.
import type { App } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, ordinary, warned } from "./definition.ts";
import type { PodContext } from "./pod.ts";
import { draftsOf, rollingUpdateOf, stopsFirst, timeoutOf } from "./process-draft.ts";

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
  hook: "deploy",
  typed: true,
  makes: [{ bearer: "pod", at: ["spec", "template", "metadata"] }],
  contexts: (app: App): readonly Draft[] =>
    draftsOf(app, "Deployment", (process, common) => {
      const recreate = stopsFirst(app, process);
      const context: DeploymentContext & PodContext = {
        ...common,
        progressDeadlineSeconds: timeoutOf(app, process),
        strategy: recreate ? "Recreate" : "RollingUpdate",
        rollingUpdate: recreate ? null : rollingUpdateOf(app, process),
      };
      return { context, issues: unusedTemplates(app, process.type) };
    }),
};

function unusedTemplates({ name, properties }: App, type: string): readonly Issue[] {
  if (properties[`claim-templates.${type}`] === undefined) return [];
  const message = `its claim-templates are those of a StatefulSet: dokku scheduler-kubernetes:set ${name} workload statefulset --process-type ${type}`;
  return [warned("/spec/template/spec/volumes", message)];
}
