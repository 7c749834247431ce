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
  /** Names of others, which requests pass one after the other; null for one that does something itself. */
  readonly chain: readonly string[] | null;
}

const NOTHING: MiddlewareContext = { redirect: null, maxRequestBodyBytes: null, chain: null };

export const middleware: Definition = {
  ...ordinary,
  kind: "Middleware",
  apiVersion: "traefik.io/v1alpha1",
  template: "middleware",
  namespaced: true,
  perProcess: false,
  routes: true,
  contexts: (app: App): readonly Draft[] => {
    const routes = ingressRoutesOf(app).filter((route) => !isShared(route));
    const { annotations } = ingressMetadata(app, [app.name], app.properties["ingress-class"], false);
    // Who names middlewares has them.
    if (Object.hasOwn(annotations, MIDDLEWARES)) return [];
    const links = middlewaresOf(app, routes);
    if (links.length === 0) return [];
    const chain = links.map((what) => objectName(app.name, what));
    return [
      ...links.map((what) => draft(app, what, what === "https" ? redirectOf(routes) : limitOf(app))),
      draft(app, "requests", { ...NOTHING, chain }),
    ];
  },
};

const draft = (app: App, what: Parameters<typeof objectName>[1], context: MiddlewareContext): Draft => ({
  name: objectName(app.name, what),
  processType: null,
  labels: appLabels(app.name),
  annotations: {},
  context,
  issues: [],
});

const limitOf = (app: App): MiddlewareContext => ({
  ...NOTHING,
  maxRequestBodyBytes: Number(askedOf(app, "ingress-body-size")),
});

/** Hosts without a certificate stay as they are. */
function redirectOf(routes: readonly Route[]): MiddlewareContext {
  const hosts = routes.flatMap(({ host, tlsSecret }) => (tlsSecret === null ? [] : [pattern(host)]));
  const redirect = { regex: `(?i)^http://(${hosts.join("|")})(?::\\d+)?(/.*)?$`, replacement: "https://$1$2" };
  return { ...NOTHING, redirect };
}

/** `*` is one name. */
const pattern = (host: string) => host.replaceAll(".", "\\.").replace(/^\*/, "[^.]+");
