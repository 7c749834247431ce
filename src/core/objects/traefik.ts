// Traefik is told some things by objects of its own. The app's Ingress and Service name them: they are the app's alone, and so is its Ingress then.
import type { App, Route } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { familyOf, inUnits, type Limit } from "./controllers.ts";
import { DASHED, nameOf } from "./names.ts";

const PREFIX = "traefik.ingress.kubernetes.io/";
export const MIDDLEWARES = `${PREFIX}router.middlewares`;

const isTraefik = (ingressClass: string) => familyOf(ingressClass) === "traefik";

/** What the app asks of Traefik, in bytes, seconds, or `true`; null is nothing. */
export function askedOf(app: Pick<App, "properties">, limit: Limit): string | null {
  return isTraefik(app.properties["ingress-class"]) ? inUnits(limit, app.properties[limit]) : null;
}

/** Whether the Ingress of these hosts has what holds for no other app's. */
export function needsOwnIngress(app: Pick<App, "properties">, hasCertificate: boolean): boolean {
  return isTraefik(app.properties["ingress-class"]) && (hasCertificate || askedOf(app, "ingress-body-size") !== null);
}

/** Of which the names are Traefik's too, where a dot would be something else. */
export const objectName = (app: string, what: "https" | "body-size" | "requests" | "timeout") =>
  nameOf([app, what], DASHED);

const reference = (app: App, what: Parameters<typeof objectName>[1]) =>
  `${app.namespace.name}-${objectName(app.name, what)}@kubernetescrd`;

/**
 * Of an Ingress that routes these alone. It names one middleware, the chain of the others: Traefik learns of Ingresses and of middlewares apart,
 * and answers with 404 while an Ingress names one that it does not know yet, or any more.
 */
export function ingressAnnotations(app: App, routes: readonly Route[]): StringMap {
  return middlewaresOf(app, routes).length === 0 ? {} : { [MIDDLEWARES]: reference(app, "requests") };
}

/** What requests to these hosts pass. */
export function middlewaresOf(app: App, routes: readonly Route[]): readonly ("https" | "body-size")[] {
  if (!routes.some(({ ingressClass }) => isTraefik(ingressClass ?? ""))) return [];
  const isRedirected = routes.some(({ tlsSecret }) => tlsSecret !== null);
  const isLimited = askedOf(app, "ingress-body-size") !== null;
  return [...(isRedirected ? (["https"] as const) : []), ...(isLimited ? (["body-size"] as const) : [])];
}

/** Of the Service that the Ingress sends requests to. */
export function serviceAnnotations(app: App): StringMap {
  const isSticky = askedOf(app, "ingress-sticky") !== null;
  const isTimed = askedOf(app, "ingress-timeout") !== null;
  return {
    ...(isSticky ? { [`${PREFIX}service.sticky.cookie`]: "true" } : {}),
    ...(isTimed ? { [`${PREFIX}service.serverstransport`]: reference(app, "timeout") } : {}),
  };
}
