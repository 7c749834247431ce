// The TLSRoutes of an app: what its port mappings for tls are for. The container ends TLS itself.
import type { App } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { type StreamContext, streamDrafts } from "./stream-routes.ts";

export interface TlsRouteContext extends StreamContext {
  readonly hostnames: readonly string[];
}

export const tlsRoute: Definition = {
  ...ordinary,
  kind: "TLSRoute",
  apiVersion: "gateway.networking.k8s.io/v1",
  template: "tls-route",
  namespaced: true,
  perProcess: false,
  routes: true,
  contexts: (app: App): readonly Draft[] => streamDrafts(app, "TLSRoute"),
};
