// What TCPRoutes and TLSRoutes have in common: listeners of a Gateway for tcp and tls lead to the ports of an app's Service.
import type { App, Listener } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { type Draft, issue } from "./definition.ts";
import { gatewayOf } from "./gateways.ts";
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
  streamsOf(app).flatMap((stream) => (stream.kind === kind ? [draft(app, stream)] : []));

function draft(app: App, stream: Stream): Draft {
  const { namespace, name, listeners } = gatewayOf(app);
  const isAsked = app.properties.gateway === "" || namedListeners(app) !== null;
  const fitting = listeners.filter(
    ({ protocol, port }) => !isAsked || (protocol === stream.protocol && port === stream.port),
  );
  const hostnames = hostsOf(app).filter((host) => fitting.some((listener) => takes(listener, host)));
  const service = serviceName(app.name, "web");
  const context: StreamContext = {
    apiVersion: entryOf(app.streamVersions, stream.kind) ?? API_VERSION,
    parents: fitting.map((listener) => ({
      namespace: namespace === app.namespace.name ? null : namespace,
      name,
      sectionName: listener.name,
    })),
    backend: { service, port: stream.port },
  };
  return {
    name: nameOf([service, `${stream.protocol.toLowerCase()}-${stream.port}`], SUBDOMAIN),
    processType: null,
    labels: appLabels(app.name),
    annotations: {},
    context: stream.kind === "TLSRoute" ? { ...context, hostnames } : context,
    issues: issuesOf(app, stream, fitting, hostnames),
  };
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
