// Whether an Ingress or a Gateway routes an app.
import type { DokkuApp, Route } from "../model/app.ts";

export function usesGateway({ proxy, properties: { routing } }: Pick<DokkuApp, "proxy" | "properties">): boolean {
  return routing === "" ? proxy.type === "gateway" : routing === "gateway";
}

/** Whether there are pods that requests can be sent to. */
export const servesWeb = ({ processes }: Pick<DokkuApp, "processes">) =>
  processes.some(({ type, quantity }) => type === "web" && quantity > 0);

export const isOnGateway = ({ ingress }: Pick<Route, "ingress">) => ingress === null;

/** Both route the same app, for as long as it changes from one to the other. */
export function isChanging(routes: readonly Route[]): boolean {
  return routes.some(isOnGateway) && !routes.every(isOnGateway);
}

/** What attaches an app to a Gateway. */
export const isRoute = ({ kind }: { readonly kind: string }) => Object.hasOwn(ROUTE_WORDS, kind);

/** The kinds that lead from a URL. */
export const URL_ROUTES: readonly string[] = ["HTTPRoute", "GRPCRoute"];

/** The kinds in kubectl's words. Not every cluster serves them. */
export const ROUTE_WORDS = {
  HTTPRoute: "httproutes.gateway.networking.k8s.io",
  GRPCRoute: "grpcroutes.gateway.networking.k8s.io",
  TCPRoute: "tcproutes.gateway.networking.k8s.io",
  TLSRoute: "tlsroutes.gateway.networking.k8s.io",
} as const;

/** What carries a stream, whatever is in it. */
export const isStreamRoute = (ref: { readonly kind: string }) => isRoute(ref) && !URL_ROUTES.includes(ref.kind);
