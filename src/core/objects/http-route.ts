// The HTTPRoutes of an app: its domains, on the listeners of a Gateway, lead to the ports of its Service, or to https.
import type { App, Listener } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { readGatewayName } from "../properties/gateway-name.ts";
import { inUnits } from "./controllers.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import { type Attachment, attachmentsOf, gatewayOf } from "./gateways.ts";
import { appLabels, serviceName } from "./labels.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";
import { routedPort, schemeOf } from "./ports.ts";
import { gatewayRoutesOf, onlyInside, takenBy } from "./routes.ts";

export interface HttpRouteContext {
  /** Where it listens; null in the app's own namespace, and for all listeners. */
  readonly parents: readonly {
    readonly namespace: string | null;
    readonly name: string;
    readonly sectionName: string | null;
  }[];
  readonly hostnames: readonly string[];
  /** Null where requests are redirected to https. */
  readonly backend: { readonly service: string; readonly port: number } | null;
  /** How long a request may wait for the answer, as `1h30m`; null is as the Gateway has it. */
  readonly timeout: string | null;
}

export const httpRoute: Definition = {
  ...ordinary,
  kind: "HTTPRoute",
  apiVersion: "gateway.networking.k8s.io/v1",
  template: "http-route",
  namespaced: true,
  perProcess: false,
  routes: true,
  contexts: (app: App): readonly Draft[] => routeDrafts(app, "HTTPRoute"),
};

/** What is wrong is told with the first. */
export function routeDrafts(app: App, kind: Attachment["kind"]): readonly Draft[] {
  const all = attachmentsOf(app);
  const [first] = all;
  if (first === undefined) return [];
  const issues = issuesOf(app, all);
  const seen = new Map<string, number>();
  return all.flatMap((attachment) => {
    const known = `${attachment.kind} ${attachment.port}`;
    const nth = (seen.get(known) ?? 0) + 1;
    seen.set(known, nth);
    if (attachment.kind !== kind) return [];
    return [draft(app, attachment, nth, attachment === first ? issues : [])];
  });
}

function draft(app: App, { listeners, hosts, port }: Attachment, nth: number, issues: readonly Issue[]): Draft {
  const { namespace, name } = gatewayOf(app);
  const service = serviceName(app.name, "web");
  const timeout = inUnits("ingress-timeout", app.properties["ingress-timeout"]);
  const context: HttpRouteContext = {
    parents: listeners.map((listener) => ({
      namespace: namespace === app.namespace.name ? null : namespace,
      name,
      sectionName: listener.name,
    })),
    hostnames: hosts,
    backend: port === null ? null : { service, port },
    timeout: port === null || timeout === null ? null : durationOf(Number(timeout)),
  };
  const target = port === null ? ["redirect"] : port === routedPort(app.ports) ? [] : [`${port}`];
  const words = [service, ...target, ...(nth === 1 ? [] : [`${nth}`])];
  const labels = appLabels(app.name);
  return { name: nameOf(words, SUBDOMAIN), processType: null, labels, annotations: {}, context, issues };
}

/** The Gateway API takes at most five digits of each unit. */
function durationOf(seconds: number): string {
  const units = { h: Math.floor(seconds / 3600), m: Math.floor(seconds / 60) % 60, s: seconds % 60 };
  return Object.entries(units)
    .flatMap(([unit, amount]) => (amount === 0 ? [] : [`${amount}${unit}`]))
    .join("");
}

function issuesOf(app: App, attachments: readonly Attachment[]): readonly Issue[] {
  const taken = gatewayRoutesOf(app).flatMap(({ host }) => takenBy(app, host, "/spec/hostnames"));
  return [...taken, ...unheard(app, attachments), ...unmapped(app, attachments)];
}

/** Hosts that no listener takes. */
export function unheard(app: App, attachments: readonly Attachment[]): readonly Issue[] {
  const heard = new Set(attachments.flatMap(({ listeners, hosts }) => (listeners.length === 0 ? [] : hosts)));
  const deaf = gatewayRoutesOf(app).filter(({ host }) => !heard.has(host));
  if (deaf.length === 0) return [];
  const { namespace, name } = gatewayOf(app);
  const title = `Gateway ${namespace}/${name}`;
  const has = app.gateway?.listeners.map(described).join(", ") || "none";
  const named = readGatewayName(app.properties.gateway)?.listener ?? null;
  if (named !== null && app.gateway?.listeners.every((listener) => listener.name !== named) === true)
    return [issue("/spec/parentRefs", `${title} has no listener ${named}; it has: ${has}`)];
  const hosts = deaf.map(({ host }) => host).join(", ");
  const says = `no listener of ${title}${named === null ? "" : ` by the name ${named}`} takes ${hosts}; it has: ${has}`;
  return [issue("/spec/hostnames", says)];
}

export const described = ({ name, protocol, port, hostname }: Listener) =>
  `${name} (${protocol} ${port}, ${hostname ?? "every host"})`;

/** Mappings to ports that no listener leads to. */
function unmapped(app: App, attachments: readonly Attachment[]): readonly Issue[] {
  const { namespace, name, listeners } = gatewayOf(app);
  if (listeners.some((listener) => listener.name === null)) return [];
  const reached = new Set(attachments.map(({ port }) => port));
  return app.ports
    .filter((mapping) => schemeOf(mapping).routed && !reached.has(mapping.containerPort))
    .map((mapping) => {
      const why = `Gateway ${namespace}/${name} has no listener for port ${mapping.hostPort}`;
      return onlyInside(app, mapping, "/spec/parentRefs", why);
    });
}
