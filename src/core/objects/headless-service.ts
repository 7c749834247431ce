// The Service of a StatefulSet: no address of its own, a name in DNS for each pod.
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { headlessName, processLabels, selectorLabels } from "./labels.ts";
import { workloadFor } from "./workloads.ts";

export interface HeadlessServiceContext {
  readonly selector: StringMap;
}

export const headlessService: Definition = {
  ...ordinary,
  kind: "Service",
  apiVersion: "v1",
  template: "headless-service",
  namespaced: true,
  perProcess: true,
  hook: "deploy",
  typed: true,
  contexts: (app: App): readonly Draft[] =>
    app.processes
      .filter(({ type }) => workloadFor(app, type).kind === "StatefulSet")
      .map(({ type }) => {
        const context: HeadlessServiceContext = { selector: selectorLabels(app.name, type) };
        const labels = processLabels(app.name, type);
        return { name: headlessName(app.name, type), processType: type, labels, annotations: {}, context, issues: [] };
      }),
};
