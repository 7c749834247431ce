// The Ingresses an app writes: its own, or the one that all apps of its namespace and class share.
import type { App, Route } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, ordinary, warned } from "./definition.ts";
import { ingressMetadata } from "./ingress-metadata.ts";
import { canCertify, issuerOf } from "./issuer.ts";
import { appLabels, managedLabel } from "./labels.ts";
import { routedPort, schemeOf } from "./ports.ts";
import { ingressRoutesOf, isShared, onlyInside, routesOf, servesAdded, takenBy } from "./routes.ts";
import { isOnGateway } from "./routing.ts";
import { ingressAnnotations } from "./traefik.ts";

export interface IngressContext {
  readonly ingressClass: string;
  /** One for each Secret with a certificate. */
  readonly tls: readonly { readonly secretName: string; readonly hosts: readonly string[] }[];
  /** Sorted by host; of all apps that share the Ingress. */
  readonly rules: readonly { readonly host: string; readonly service: string; readonly port: number }[];
}

export const ingress: Definition = {
  ...ordinary,
  kind: "Ingress",
  apiVersion: "networking.k8s.io/v1",
  template: "ingress",
  namespaced: true,
  perProcess: false,
  shared: true,
  routes: true,
  removed: "after apply",
  hook: "ingress",
  contexts: (app: App): readonly Draft[] => {
    const now = routesOf(app).filter((route) => !isOnGateway(route));
    const own = ingressRoutesOf(app);
    const others = app.otherRoutes.filter((route) => route.namespace === app.namespace.name && isShared(route));
    const taken = new Set(others.map(place));
    const routes = [...own.filter((route) => !taken.has(place(route))), ...others];
    // They are applied in this order: a host that moves between two Ingresses is in the new one before it leaves the old one.
    const names = [...new Set(routes.flatMap(({ ingress }) => ingress ?? []))];
    const issues =
      now.length === 0 ? [] : [...now.flatMap((route) => issuesOf(app, route)), ...unrouted(app), ...unusable(app)];
    return names.map((name, index) => draft(app, name, routes, index === 0 ? issues : []));
  },
};

const place = ({ ingress, host }: Route) => `${ingress} ${host}`;

function draft(app: App, name: string, all: readonly Route[], issues: readonly Issue[]): Draft {
  const routes = all.filter(({ ingress }) => ingress === name).sort((a, b) => (a.host < b.host ? -1 : 1));
  const secrets = [...new Set(routes.flatMap(({ tlsSecret }) => tlsSecret ?? []))];
  const context: IngressContext = {
    ingressClass: routes[0]?.ingressClass ?? "",
    tls: secrets.map((secretName) => ({
      secretName,
      hosts: routes.filter(({ tlsSecret }) => tlsSecret === secretName).map(({ host }) => host),
    })),
    rules: routes.map(({ host, service, port }) => ({ host, service, port })),
  };
  const shared = routes.every(isShared);
  const sharing = [...new Set(routes.map((route) => route.app))];
  const set = ingressMetadata(app, sharing, context.ingressClass, shared);
  return {
    name,
    processType: null,
    labels: { ...set.labels, ...(shared ? managedLabel : appLabels(app.name)) },
    annotations: { ...redirect(context), ...(shared ? {} : ingressAnnotations(app, routes)), ...set.annotations },
    context,
    issues: [...issues, ...set.issues],
  };
}

/** A host with a certificate is redirected to https, as Dokku's own proxies do. For one without a certificate ingress-nginx does not redirect. */
function redirect({ ingressClass, tls }: IngressContext): StringMap {
  return ingressClass === "nginx" && tls.length > 0 ? { "nginx.ingress.kubernetes.io/ssl-redirect": "true" } : {};
}

function issuesOf(app: App, { host }: Route): readonly Issue[] {
  return [...takenBy(app, host, "/spec/rules"), ...withoutCertificate(app, host)];
}

/** An Ingress has no ports of its own: it listens where its controller does, and sends each host to one port. */
function unrouted(app: App): readonly Issue[] {
  const port = routedPort(app.ports);
  return app.ports
    .filter((mapping) => schemeOf(mapping).routed && mapping.containerPort !== port)
    .map((mapping) => onlyInside(app, mapping, "/spec/rules", `requests for the domains of ${app.name} go to ${port}`));
}

function unusable({ name, certificate }: App): readonly Issue[] {
  if (certificate === null || certificate.problem === null) return [];
  const instead = certificate.served.length > 0 ? "the previous one is still served" : "it is not served";
  return [say(`${certificate.problem}, ${instead}: dokku certs:add ${name} CRT KEY`)];
}

const say = (message: string): Issue => warned("/spec/tls", message);

/** Warnings: the app is served all the same. */
function withoutCertificate(app: App, host: string): readonly Issue[] {
  const issuer = issuerOf(app);
  if (servesAdded(app, host) || canCertify(issuer, host)) return [];
  if (app.certificate?.problem === null)
    return [say(`${host} gets no certificate: the one of certs:add does not cover it`)];
  if (app.properties["cert-manager-enabled"] !== "true") return [];
  if (issuer === null)
    return [
      say(
        `cert-manager requests no certificate for ${app.name}, because the ACME account has no e-mail address: dokku config:set --global CERT_MANAGER_EMAIL=you@example.com`,
      ),
    ];
  const remedy = `dokku scheduler-kubernetes:set ${app.name} cert-manager-issuer NAME`;
  return [
    say(`${host} gets no certificate: HTTP01 cannot prove a wildcard; name an issuer that uses DNS01: ${remedy}`),
  ];
}
