// What Traefik does to requests before it sends them to an app: redirect them to https, refuse those that are too large.
import type { App, Route } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { ingressMetadata } from "./ingress-metadata.ts";
import { appLabels } from "./labels.ts";
import { ingressRoutesOf, isShared } from "./routes.ts";
import { askedOf, MIDDLEWARES, middlewaresOf, objectName } from "./traefik.ts";

export interface MiddlewareContext {
  /** Sends a URL that matches to another one; null for one that does not. */
  readonly redirect: { readonly regex: string; readonly replacement: string } | null;
  /** The most that a request may carry; null for one that does not say. */
  readonly maxRequestBodyBytes: number | null;
}

export const middleware: Definition = {
  ...ordinary,
  kind: "Middleware",
  apiVersion: "traefik.io/v1alpha1",
  template: "middleware",
  namespaced: true,
  perProcess: false,
  trackedAs: null,
  routes: true,
  contexts: (app: App): readonly Draft[] => {
    const routes = ingressRoutesOf(app).filter((route) => !isShared(route));
    const { annotations } = ingressMetadata(app, [app.name], app.properties["ingress-class"], false);
    // Who names middlewares has them.
    if (Object.hasOwn(annotations, MIDDLEWARES)) return [];
    return middlewaresOf(app, routes).map((what) => ({
      name: objectName(app.name, what),
      processType: null,
      labels: appLabels(app.name),
      annotations: {},
      context: what === "https" ? redirectOf(routes) : limitOf(app),
      issues: [],
    }));
  },
};

const limitOf = (app: App): MiddlewareContext => ({
  redirect: null,
  maxRequestBodyBytes: Number(askedOf(app, "ingress-body-size")),
});

/** Hosts without a certificate stay as they are. */
function redirectOf(routes: readonly Route[]): MiddlewareContext {
  const hosts = routes.flatMap(({ host, tlsSecret }) => (tlsSecret === null ? [] : [pattern(host)]));
  const redirect = { regex: `(?i)^http://(${hosts.join("|")})(?::\\d+)?(/.*)?$`, replacement: "https://$1$2" };
  return { redirect, maxRequestBodyBytes: null };
}

/** `*` is one name. */
const pattern = (host: string) => host.replaceAll(".", "\\.").replace(/^\*/, "[^.]+");
