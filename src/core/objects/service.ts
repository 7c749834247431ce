// One Service for web and for each type of the property service-process-types.
import { entriesOf } from "../metadata.ts";
import type { App } from "../model/app.ts";
import type { Definition, Draft, StringMap } from "./definition.ts";
import { processLabels, processName, selectorLabels } from "./labels.ts";
import { portOf } from "./ports.ts";

export interface ServiceContext {
  /** Both `port` and `targetPort`. */
  readonly port: number;
  readonly selector: StringMap;
}

export const service: Definition = {
  kind: "Service",
  apiVersion: "v1",
  template: "service",
  namespaced: true,
  perProcess: true,
  trackedAs: null,
  contexts: (app: App): readonly Draft[] =>
    app.processes.flatMap(({ type }): readonly Draft[] => {
      const port = portOf(app, type);
      if (port === null) return [];
      const context: ServiceContext = { port, selector: selectorLabels(app.name, type) };
      const labels = { ...entriesOf(app.metadata, "service", "labels", type), ...processLabels(app.name, type) };
      const annotations = entriesOf(app.metadata, "service", "annotations", type);
      return [{ name: processName(app.name, type), processType: type, labels, annotations, context, issues: [] }];
    }),
};
