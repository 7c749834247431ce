// What TCPRoutes and TLSRoutes have in common: listeners of a Gateway for tcp and tls lead to the ports of an app's Service.
import type { App, Listener } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { type Draft, issue } from "./definition.ts";
import { chunks, gatewayOf, MOST_HOSTS } from "./gateways.ts";
import { described, type HttpRouteContext } from "./http-route.ts";
import { appLabels, serviceName } from "./labels.ts";
import { takes } from "./listeners.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";
import { hostsOf, namedListeners } from "./routes.ts";
import { type Stream, type StreamKind, streamsOf } from "./streams.ts";

const API_VERSION = "gateway.networking.k8s.io/v1";

export interface StreamContext {
  /** The newest in which the cluster has the kind. */
  readonly apiVersion: string;
  readonly parents: HttpRouteContext["parents"];
  readonly backend: { readonly service: string; readonly port: number };
}

export const streamDrafts = (app: App, kind: StreamKind): readonly Draft[] =>
  streamsOf(app).flatMap((stream) => (stream.kind === kind ? drafts(app, stream) : []));

/** What is wrong with those of both kinds. */
export const streamIssues = (app: App): readonly Issue[] =>
  streamsOf(app).flatMap((stream) => drafts(app, stream).flatMap(({ issues }) => issues));

/** What is wrong is told with the first. */
function drafts(app: App, stream: Stream): readonly Draft[] {
  const isAsked = app.properties.gateway === "" || namedListeners(app) !== null;
  const fitting = gatewayOf(app).listeners.filter(
    ({ protocol, port }) => !isAsked || (protocol === stream.protocol && port === stream.port),
  );
  const hosts = hostsOf(app).filter((host) => fitting.some((listener) => takes(listener, host)));
  const parts = stream.kind === "TCPRoute" || hosts.length === 0 ? [null] : chunks(hosts, MOST_HOSTS);
  const issues = issuesOf(app, stream, fitting, hosts);
  return parts.map((some, index) => ({
    name: nameOf([...wordsOf(app, stream), ...(index === 0 ? [] : [`${index + 1}`])], SUBDOMAIN),
    processType: null,
    labels: appLabels(app.name),
    annotations: {},
    context: contextOf(app, stream, some === null ? fitting : takers(fitting, some), some ?? []),
    issues: index === 0 ? issues : [],
  }));
}

const wordsOf = ({ name }: App, { protocol, port }: Stream) => [
  serviceName(name, "web"),
  `${protocol.toLowerCase()}-${port}`,
];

/** A listener that takes none of a route's hosts does not accept it. */
const takers = (listeners: readonly Listener[], hosts: readonly string[]) =>
  listeners.filter((listener) => hosts.some((host) => takes(listener, host)));

function contextOf(
  app: App,
  { kind, port }: Stream,
  listeners: readonly Listener[],
  hostnames: readonly string[],
): Draft["context"] {
  const { namespace, name } = gatewayOf(app);
  const context: StreamContext = {
    apiVersion: entryOf(app.streamVersions, kind) ?? API_VERSION,
    parents: listeners.map((listener) => ({
      namespace: namespace === app.namespace.name ? null : namespace,
      name,
      sectionName: listener.name,
    })),
    backend: { service: serviceName(app.name, "web"), port },
  };
  return kind === "TLSRoute" ? { ...context, hostnames } : context;
}

function issuesOf(
  app: App,
  { kind, protocol, port }: Stream,
  fitting: readonly Listener[],
  hosts: readonly string[],
): readonly Issue[] {
  const { namespace, name, listeners } = gatewayOf(app);
  if (fitting.length === 0) {
    const has = listeners.map(described).join(", ") || "none";
    const inside = `dokku scheduler-kubernetes:set ${app.name} service-type ClusterIP`;
    const says = `Gateway ${namespace}/${name} has no listener for ${protocol} at port ${port}; it has: ${has}; to keep the port inside the cluster: ${inside}`;
    return [issue("/spec/parentRefs", says)];
  }
  if (kind === "TCPRoute" || hosts.length > 0) return [];
  const none = `no domain of ${app.name} is one that the listener for TLS at port ${port} takes: dokku domains:add ${app.name} DOMAIN`;
  return [issue("/spec/hostnames", none)];
}
