// Which host names an app sends where, through an Ingress or a Gateway.
import { covers } from "../dokku/certificate.ts";
import type { AddedCertificate, App, Listener, PortMapping, Route } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { readGatewayName } from "../properties/gateway-name.ts";
import { properties as all } from "../properties/table.ts";
import { issue, warned } from "./definition.ts";
import { canCertify, issuerOf } from "./issuer.ts";
import { serviceName } from "./labels.ts";
import { servedWith } from "./listeners.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";
import { routedPort } from "./ports.ts";
import { isOnGateway, usesGateway } from "./routing.ts";
import { needsOwnIngress } from "./traefik.ts";

const PROXY_TYPES: readonly string[] = ["nginx-ingress", "kubernetes", "ingress", "gateway"];

/** Many objects ask for the same. */
const known = new WeakMap<App, readonly Route[]>();

/** It is kept in the app's record for the other apps' releases. */
export function routesOf(app: App): readonly Route[] {
  if (app.routes !== null) return app.routes;
  const routes = known.get(app) ?? readRoutes(app);
  known.set(app, routes);
  return routes;
}

function readRoutes(app: App): readonly Route[] {
  const web = app.processes.find(({ type }) => type === "web");
  const port = routedPort(app.ports);
  if (!isProxied(app) || web === undefined || web.quantity === 0 || port === null) return [];
  const onGateway = usesGateway(app);
  const hosts = hostsOf(app).map((host) => ({ host, tlsSecret: tlsSecretOf(app, host) }));
  const hasCertificate = hosts.some(({ tlsSecret }) => tlsSecret !== null);
  return hosts.map(({ host, tlsSecret }) => ({
    app: app.name,
    namespace: app.namespace.name,
    host,
    service: serviceName(app.name, "web"),
    port,
    ingress: onGateway ? null : ingressName(app, needsOwnIngress(app, hasCertificate)),
    ingressClass: onGateway ? null : app.properties["ingress-class"],
    tlsSecret,
  }));
}

/** That another app has a host: its routes were there first. */
export function takenBy(app: App, host: string, path: string): readonly Issue[] {
  const first = app.otherRoutes.find((route) => route.host === host);
  if (first === undefined) return [];
  const where = first.namespace === app.namespace.name ? "" : ` in namespace ${first.namespace}`;
  const says = `host ${host} of ${app.name} is already taken by ${first.app}${where}: dokku domains:remove ${app.name} ${host}`;
  return [issue(path, says)];
}

/** That no request from outside reaches the port of a mapping. */
export function onlyInside(
  app: App,
  { scheme, hostPort, containerPort }: PortMapping,
  path: string,
  why: string,
): Issue {
  const at = `${serviceName(app.name, "web")}:${containerPort}`;
  return warned(path, `${scheme}:${hostPort}:${containerPort} is reachable only inside the cluster, at ${at}: ${why}`);
}

/** With a Gateway that others made, TLS is theirs too. */
function tlsSecretOf(app: App, host: string): string | null {
  if (usesGateway(app) && app.properties.gateway !== "") return servedWith(namedListeners(app) ?? [], host);
  return servesAdded(app, host) ? addedTlsName(app.name) : canCertify(issuerOf(app), host) ? tlsName(app.name) : null;
}

/** Whether an Ingress or a Gateway routes what the app routes. */
export function isProxied(app: App): boolean {
  const { proxy, properties } = app;
  if (!proxy.enabled) return false;
  if (usesGateway(app)) return true;
  const enabled = properties["ingress-enabled"];
  if (enabled === "false") return false;
  return enabled === "true" || properties.routing !== "" || PROXY_TYPES.includes(proxy.type);
}

/** Whether that is an Ingress. */
export const hasIngress = (app: App) => isProxied(app) && !usesGateway(app);

/** What a Gateway routes of the app. */
export const gatewayRoutesOf = (app: App) => routesOf(app).filter(isOnGateway);

/** Those that the app may use of a Gateway that is named; null where nobody has asked for them. */
export function namedListeners({ gateway, properties }: App): readonly Listener[] | null {
  const named = readGatewayName(properties.gateway);
  if (gateway === null || named === null || gateway.name !== named.name || gateway.namespace !== named.namespace)
    return null;
  return gateway.listeners.filter(({ name }) => named.listener === null || name === named.listener);
}

/** What routes the app until now in the other way. It stays until the new way serves. */
export function retiringOf(app: App): readonly Route[] {
  const routes = routesOf(app);
  const [first] = routes;
  if (first === undefined || app.routes !== null) return [];
  const isLeft = (old: Route) =>
    isOnGateway(old) !== isOnGateway(first) &&
    old.namespace === app.namespace.name &&
    routes.some(({ host }) => host === old.host);
  return app.served.filter(isLeft);
}

/** What an Ingress routes of the app, until now too. */
export const ingressRoutesOf = (app: App) => allRoutesOf(app).filter((route) => !isOnGateway(route));

/** For the record: what is there of both. */
export const allRoutesOf = (app: App): readonly Route[] => [...routesOf(app), ...retiringOf(app)];

/** Where the controller of the Ingress or Gateway answers: at its own ports, by https where there is a certificate. */
export const urlsOf = (routes: readonly Route[]) => [
  ...new Set(routes.map(({ host, tlsSecret }) => `${tlsSecret === null ? "http" : "https"}://${host}`)),
];

/** The original plugin's, which all apps of a namespace shared. */
export const ORIGINAL_INGRESS = "app-ingress";

/** An Ingress has one class, so the apps of a namespace share one for each class. */
function ingressName({ name, ingressSuffix, properties }: App, isOwn: boolean): string {
  const { "ingress-class": ingressClass, ...own } = properties;
  if (isOwn || own["ingress-per-app"] === "true") return serviceName(name, "web");
  const shared =
    ingressClass === all["ingress-class"].default ? ORIGINAL_INGRESS : `${ORIGINAL_INGRESS}-${ingressClass}`;
  return `${shared}${ingressSuffix}`;
}

/** Follows the name of a shared Ingress that is this server's, beside one of another Dokku server. */
export function suffixOf(server: string): string {
  return `-${server}`;
}

/** As it is routed where this server's Ingresses carry the suffix. */
export function withSuffix(route: Route, suffix: string): Route {
  if (!isShared(route) || route.ingress === null || route.ingress.endsWith(suffix)) return route;
  return { ...route, ingress: `${route.ingress}${suffix}` };
}

/** Whether an object of that kind and name is an Ingress that apps share. */
export function isSharedIngress(kind: string, name: string): boolean {
  return kind === "Ingress" && (name === ORIGINAL_INGRESS || name.startsWith(`${ORIGINAL_INGRESS}-`));
}

export function isShared({ ingress, service }: Route): boolean {
  return ingress !== null && ingress !== service;
}

/** Whether the certificate of `certs:add` is the host's. */
export function servesAdded({ certificate, namespace }: App, host: string): boolean {
  if (certificate === null) return false;
  if (certificate.problem === null) return covers(certificate.crt, host);
  return certificate.served.some((before) => before.namespace === namespace.name && before.host === host);
}

/** Where the Secret is that `certs:add` made, and for which hosts the last release served it. */
export function servedBefore(app: string, { objects, routes }: ReleaseRecord): AddedCertificate["served"] {
  const name = addedTlsName(app);
  const hosts = routes.filter(({ tlsSecret }) => tlsSecret === name).map(({ host }) => host);
  return objects
    .filter((ref) => ref.kind === "Secret" && ref.name === name)
    .flatMap(({ namespace }) => hosts.map((host) => ({ namespace: namespace ?? "", host })));
}

/** The Secret with the certificate of `certs:add`. Not cert-manager's: that one is there when this one has gone. */
export function addedTlsName(app: string): string {
  return nameOf([app, "certs"], SUBDOMAIN);
}

/** The app's Certificate and the Secret that cert-manager keeps it in. */
export function tlsName(app: string): string {
  return nameOf([app, "tls"], SUBDOMAIN);
}

/** Neither an Ingress nor an HTTPRoute can name the catch-all `_` or an address, which Dokku takes as domains. */
export function hostsOf({ domains }: Pick<App, "domains">): readonly string[] {
  const hosts = new Set(domains.map((domain) => domain.toLowerCase()));
  return [...hosts].filter((host) => host !== "_" && !isAddress(host)).sort();
}

const isAddress = (host: string) => /^[\d.]+$/.test(host) || host.includes(":");
