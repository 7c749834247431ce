// The Gateway of an app for which none is named, with a listener for each port and certificate.
import type { App, Listener } from "../model/app.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import { gatewayOf } from "./gateways.ts";
import { appLabels } from "./labels.ts";
import { gatewayRoutesOf } from "./routes.ts";
import { streamsOf } from "./streams.ts";

export interface GatewayContext {
  readonly gatewayClass: string;
  readonly listeners: readonly (Listener & {
    /** The container has the certificate. */
    readonly passthrough: boolean;
  })[];
}

export const gateway: Definition = {
  ...ordinary,
  kind: "Gateway",
  apiVersion: "gateway.networking.k8s.io/v1",
  template: "gateway",
  namespaced: true,
  perProcess: false,
  routes: true,
  contexts: (app: App): readonly Draft[] => {
    if (app.properties.gateway !== "" || gatewayRoutesOf(app).length + streamsOf(app).length === 0) return [];
    const { name, listeners } = gatewayOf(app);
    const gatewayClass = app.properties["gateway-class"];
    const context: GatewayContext = {
      gatewayClass,
      listeners: listeners.map((listener) => ({ ...listener, passthrough: listener.protocol === "TLS" })),
    };
    const set = `dokku scheduler-kubernetes:set ${app.name}`;
    const unset = `no Gateway is named, and no GatewayClass for one of ${app.name}'s own: ${set} gateway NAMESPACE/NAME, or: ${set} gateway-class NAME`;
    const issues = gatewayClass === "" ? [issue("/spec/gatewayClassName", unset)] : [];
    return [{ name, processType: null, labels: appLabels(app.name), annotations: {}, context, issues }];
  },
};
