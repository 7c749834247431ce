// The GRPCRoutes of an app: what its port mappings for grpc and grpcs are for.
import type { App } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { type HttpRouteContext, routeDrafts } from "./http-route.ts";

export type GrpcRouteContext = HttpRouteContext;

export const grpcRoute: Definition = {
  ...ordinary,
  kind: "GRPCRoute",
  apiVersion: "gateway.networking.k8s.io/v1",
  template: "grpc-route",
  namespaced: true,
  perProcess: false,
  routes: true,
  contexts: (app: App): readonly Draft[] => routeDrafts(app, "GRPCRoute"),
};
