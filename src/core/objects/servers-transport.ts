// How long Traefik waits for the answer of an app: its Service names this.
import type { App } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { appLabels } from "./labels.ts";
import { hasIngress } from "./routes.ts";
import { askedOf, objectName } from "./traefik.ts";

export interface ServersTransportContext {
  readonly timeoutSeconds: number;
}

export const serversTransport: Definition = {
  ...ordinary,
  kind: "ServersTransport",
  apiVersion: "traefik.io/v1alpha1",
  template: "servers-transport",
  namespaced: true,
  perProcess: false,
  contexts: (app: App): readonly Draft[] => {
    const seconds = askedOf(app, "ingress-timeout");
    if (seconds === null || !hasIngress(app)) return [];
    const name = objectName(app.name, "timeout");
    const context: ServersTransportContext = { timeoutSeconds: Number(seconds) };
    return [{ name, processType: null, labels: appLabels(app.name), annotations: {}, context, issues: [] }];
  },
};
