// The TCPRoutes of an app: what its port mappings for tcp are for.
import type { App } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { type StreamContext, streamDrafts } from "./stream-routes.ts";

export type TcpRouteContext = StreamContext;

export const tcpRoute: Definition = {
  ...ordinary,
  kind: "TCPRoute",
  apiVersion: "gateway.networking.k8s.io/v1",
  template: "tcp-route",
  namespaced: true,
  perProcess: false,
  routes: true,
  contexts: (app: App): readonly Draft[] => streamDrafts(app, "TCPRoute"),
};
