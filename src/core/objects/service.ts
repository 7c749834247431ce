// One Service for web and for each type of the property service-process-types.

import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { processLabels, selectorLabels, serviceName } from "./labels.ts";
import { portOf } from "./ports.ts";
import { hasIngress } from "./routes.ts";
import { portIssues, type ServicePort, servicePorts } from "./service-ports.ts";
import { serviceAnnotations } from "./traefik.ts";

export interface ServiceContext {
  /** Null for Kubernetes' default, ClusterIP. */
  readonly type: string | null;
  /** Where the process listens. */
  readonly port: number;
  /** At least one, that port's first. */
  readonly ports: readonly ServicePort[];
  readonly selector: StringMap;
}

export const service: Definition = {
  ...ordinary,
  kind: "Service",
  apiVersion: "v1",
  template: "service",
  namespaced: true,
  perProcess: true,
  hook: "deploy",
  typed: true,
  contexts: (app: App): readonly Draft[] =>
    app.processes.flatMap(({ type }): readonly Draft[] => {
      const port = portOf(app, type);
      if (port === null) return [];
      const serviceType = type === "web" ? app.properties["service-type"] || null : null;
      const context: ServiceContext = {
        type: serviceType,
        port,
        ports: servicePorts(app, type),
        selector: selectorLabels(app.name, type),
      };
      const labels = processLabels(app.name, type);
      const issues = portIssues(app, type);
      const annotations = type === "web" && hasIngress(app) ? serviceAnnotations(app) : {};
      return [{ name: serviceName(app.name, type), processType: type, labels, annotations, context, issues }];
    }),
};
