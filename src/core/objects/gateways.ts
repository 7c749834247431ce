// Which Gateway routes an app, and which of its listeners lead to which port of the container.
import type { App, Gateway, Listener, PortMapping } from "../model/app.ts";
import { readGatewayName } from "../properties/gateway-name.ts";
import { serviceName } from "./labels.ts";
import { takes } from "./listeners.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";
import { isSecure, mappingsOf, primary, routedPort, schemeOf } from "./ports.ts";
import { gatewayRoutesOf, namedListeners } from "./routes.ts";
import { type Stream, streamsOf } from "./streams.ts";

/** What the host ports of the app's mappings lead to. */
export interface Attachment {
  readonly kind: "HTTPRoute" | "GRPCRoute";
  readonly listeners: readonly Listener[];
  /** Sorted. */
  readonly hosts: readonly string[];
  /** The container's; null where requests are redirected to https. */
  readonly port: number | null;
}

/** Where nobody has asked for the listeners of a Gateway: all of them. */
const ALL: Listener = { name: null, protocol: "HTTP", port: 80, hostname: null, secret: null };

/** The one that is named, else the app's own. */
export function gatewayOf(app: App): Gateway {
  const named = readGatewayName(app.properties.gateway);
  if (named === null) return ownGateway(app);
  const listeners = namedListeners(app) ?? [{ ...ALL, name: named.listener }];
  return { namespace: named.namespace, name: named.name, listeners };
}

function ownGateway(app: App): Gateway {
  const listeners = [
    ...(gatewayRoutesOf(app).length === 0 ? [] : entrancesOf(app)).flatMap((mapping) => ownListeners(app, mapping)),
    ...streamsOf(app).map(streamListener),
  ];
  const isFirst = ({ name }: Listener, index: number) => listeners.findIndex((one) => one.name === name) === index;
  return { namespace: app.namespace.name, name: serviceName(app.name, "web"), listeners: listeners.filter(isFirst) };
}

const streamListener = ({ protocol, port }: Stream): Listener => ({
  name: `${protocol.toLowerCase()}-${port}`,
  protocol,
  port,
  hostname: null,
  secret: null,
});

/** Controllers differ in what they do with several certificates of one listener, so each has its own. */
function ownListeners(app: App, mapping: PortMapping): readonly Listener[] {
  const port = mapping.hostPort;
  if (!isSecure(mapping)) return [{ name: `http-${port}`, protocol: "HTTP", port, hostname: null, secret: null }];
  const secured = gatewayRoutesOf(app).flatMap(({ host, tlsSecret: secret }) =>
    secret === null ? [] : { host, secret },
  );
  const [first] = secured;
  if (first === undefined) return [];
  const name = `https-${port}`;
  if (secured.every(({ secret }) => secret === first.secret))
    return [{ name, protocol: "HTTPS", port, hostname: null, secret: first.secret }];
  return secured.map(({ host, secret }) => ({
    name: nameOf([name, host.replace("*", "all")], SUBDOMAIN),
    protocol: "HTTPS",
    port,
    hostname: host,
    secret,
  }));
}

/** The mappings for http and grpc. As behind an Ingress, 80 and 443 lead to the primary one where nothing else is mapped to them. */
function entrancesOf(app: App): readonly PortMapping[] {
  const first = primary(app.ports);
  if (first === null || !schemeOf(first).routed) return [];
  const mapped = mappingsOf(app.ports).filter((mapping) => schemeOf(mapping).routed);
  const { name } = schemeOf(first);
  const usual = [
    { ...first, scheme: name, hostPort: 80 },
    { ...first, scheme: `${name}s`, hostPort: 443 },
  ];
  const taken = [...mapped.map(({ hostPort }) => hostPort), ...ownStreamPorts(app)];
  return [...mapped, ...usual.filter(({ hostPort }) => !taken.includes(hostPort))];
}

/** A Gateway that others made may tell a listener for HTTPS from one for TLS at the same port by its hosts. */
const ownStreamPorts = (app: App) =>
  readGatewayName(app.properties.gateway) === null ? streamsOf(app).map(({ port }) => port) : [];

/** Those of the mapping's port. Who has a load balancer before a Gateway may have it listen on others than 80 and 443. */
function listenersOf(mapping: PortMapping, entrances: readonly PortMapping[], all: readonly Listener[]) {
  const fitting = all.filter(({ protocol }) => protocol === (isSecure(mapping) ? "HTTPS" : "HTTP"));
  const exact = fitting.filter(({ port }) => port === mapping.hostPort);
  if (exact.length > 0 || ![80, 443].includes(mapping.hostPort)) return exact;
  return fitting.filter(({ port }) => !entrances.some(({ hostPort }) => hostPort === port));
}

/** Redirects first: until the rest moves to https, they change nothing. */
export function attachmentsOf(app: App): readonly Attachment[] {
  const routes = gatewayRoutesOf(app);
  const entrances = entrancesOf(app);
  const hasHttps = entrances.some((mapping) => mapping.hostPort === 443 && isSecure(mapping));
  const { listeners } = gatewayOf(app);
  const found = entrances.flatMap((mapping) =>
    listenersOf(mapping, entrances, listeners).flatMap((listener) =>
      routes
        .filter(({ host, tlsSecret }) => takes(listener, host) && !(isSecure(mapping) && tlsSecret === null))
        .map((route) => ({ ...targetOf(mapping, hasHttps && route.tlsSecret !== null), listener, host: route.host })),
    ),
  );
  const all = grouped(found, ({ kind, port }) => `${kind} ${port}`).flatMap(withSameListeners);
  // An object all the same, for what is wrong to be told of.
  if (all.length === 0 && routes.length > 0)
    return [{ kind: "HTTPRoute", listeners: [], hosts: routes.map(({ host }) => host), port: routedPort(app.ports) }];
  return [...all.filter(({ port }) => port === null), ...all.filter(({ port }) => port !== null)];
}

interface Found extends Pick<Attachment, "kind" | "port"> {
  readonly listener: Listener;
  readonly host: string;
}

/** As Dokku's own nginx does, http at port 80 leads to https where there is a certificate. */
function targetOf(mapping: PortMapping, isSecured: boolean): Pick<Attachment, "kind" | "port"> {
  if (isSecured && mapping.hostPort === 80 && !isSecure(mapping)) return { kind: "HTTPRoute", port: null };
  return { kind: schemeOf(mapping).name === "grpc" ? "GRPCRoute" : "HTTPRoute", port: mapping.containerPort };
}

/** The most that the API server takes in one route. */
export const MOST_HOSTS = 16;
const PARENTS = 32;

/** A route has every host on each of its listeners: hosts that are on others need one of their own. */
function withSameListeners(found: readonly Found[]): readonly Attachment[] {
  const hosts = grouped(found, ({ host }) => host);
  const ports = (of: readonly Found[]) => of.map(({ listener }) => `${listener.protocol} ${listener.port}`);
  const alike = grouped(hosts, (of) => [...new Set(ports(of))].sort().join(","));
  return alike.flatMap((these) => chunks(these, MOST_HOSTS)).flatMap((some) => routesFor(some.flat()));
}

function routesFor(found: readonly Found[]): readonly Attachment[] {
  const [first] = found;
  if (first === undefined) return [];
  const { kind, port } = first;
  const all = [...new Set(found.map(({ listener }) => listener))];
  return chunks(all, PARENTS).map((listeners) => {
    const there = found.filter(({ listener }) => listeners.includes(listener));
    return { kind, port, listeners, hosts: [...new Set(there.map(({ host }) => host))].sort() };
  });
}

export const chunks = <T>(items: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, index) => items.slice(index * most, (index + 1) * most));

function grouped<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}
