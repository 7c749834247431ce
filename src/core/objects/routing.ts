// Whether an Ingress or a Gateway routes an app.
import type { DokkuApp, Route } from "../model/app.ts";

export function usesGateway({ proxy, properties: { routing } }: Pick<DokkuApp, "proxy" | "properties">): boolean {
  return routing === "" ? proxy.type === "gateway" : routing === "gateway";
}

export const isOnGateway = ({ ingress }: Pick<Route, "ingress">) => ingress === null;

/** Both route the same app, for as long as it changes from one to the other. */
export function isChanging(routes: readonly Route[]): boolean {
  return routes.some(isOnGateway) && !routes.every(isOnGateway);
}

/** What attaches an app to a Gateway. */
export const isRoute = ({ kind }: { readonly kind: string }) => ROUTES.includes(kind);

/** The kinds that lead from a URL. */
export const URL_ROUTES: readonly string[] = ["HTTPRoute", "GRPCRoute"];

/** What carries a stream, whatever is in it. */
export const isStreamRoute = ({ kind }: { readonly kind: string }) => STREAM_ROUTES.includes(kind);

const STREAM_ROUTES: readonly string[] = ["TCPRoute", "TLSRoute"];
const ROUTES: readonly string[] = [...URL_ROUTES, ...STREAM_ROUTES];
