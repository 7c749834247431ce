// Which ports a process type listens on, as far as Dokku's port mappings tell.

import { commaList } from "../dokku/words.ts";
import type { App, PortMapping } from "../model/app.ts";
import { entryOf } from "../model/read.ts";

/** Also what Dokku's own builders assume. */
export const DEFAULT_PORT = 5000;

const DEFAULT: readonly PortMapping[] = [{ scheme: "http", hostPort: 80, containerPort: DEFAULT_PORT }];

interface Scheme {
  /** Begins the name of a Service's port. */
  readonly name: string;
  readonly protocol: "TCP" | "UDP";
  /** An Ingress can carry it. */
  readonly routed: boolean;
  /** The lowest is the first to be the primary one; null never is. */
  readonly rank: number | null;
}

/** Any other scheme travels as tcp. TLS ends at the ingress controller: behind https and grpcs the container speaks http and grpc. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  http: { name: "http", protocol: "TCP", routed: true, rank: 1 },
  https: { name: "http", protocol: "TCP", routed: true, rank: 1 },
  grpc: { name: "grpc", protocol: "TCP", routed: true, rank: 2 },
  grpcs: { name: "grpc", protocol: "TCP", routed: true, rank: 2 },
  udp: { name: "udp", protocol: "UDP", routed: false, rank: null },
};
const TCP: Scheme = { name: "tcp", protocol: "TCP", routed: false, rank: 3 };

export function schemeOf({ scheme }: PortMapping): Scheme {
  return entryOf(SCHEMES, scheme) ?? TCP;
}

/** Whether clients speak TLS to it. */
export function isSecure({ scheme }: PortMapping): boolean {
  return scheme === "https" || scheme === "grpcs";
}

/** What was set or detected; what Dokku's builders assume when that is nothing. */
export function mappingsOf(mappings: readonly PortMapping[]): readonly PortMapping[] {
  return mappings.length === 0 ? DEFAULT : mappings;
}

/** `http:80`, else http and https, else grpc, else tcp, each by the lowest host port, so that the order of the list never matters. */
export function primary(mappings: readonly PortMapping[]): PortMapping | null {
  const rank = (mapping: PortMapping) =>
    mapping.scheme === "http" && mapping.hostPort === 80 ? 0 : (schemeOf(mapping).rank ?? 0);
  const [first = null] = mappingsOf(mappings)
    .filter((mapping) => schemeOf(mapping).rank !== null)
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.hostPort - b.hostPort ||
        a.scheme.localeCompare(b.scheme) ||
        a.containerPort - b.containerPort,
    );
  return first;
}

/** Where `web` listens: what PORT says. */
export function primaryPort(mappings: readonly PortMapping[]): number {
  return primary(mappings)?.containerPort ?? DEFAULT_PORT;
}

/** Where an Ingress sends requests; null when no mapping is for one. */
export function routedPort(mappings: readonly PortMapping[]): number | null {
  const first = primary(mappings);
  return first !== null && schemeOf(first).routed ? first.containerPort : null;
}

/** The mappings while running pods have `port` as PORT: what is for the primary port goes there until the next deploy changes it. */
export function portsAsDeployed(mappings: readonly PortMapping[], port: number): readonly PortMapping[] {
  const next = primaryPort(mappings);
  return mappingsOf(mappings).map((mapping) =>
    schemeOf(mapping).rank !== null && mapping.containerPort === next ? { ...mapping, containerPort: port } : mapping,
  );
}

/** The process types that get a Service: `web`, and those the property names. */
function exposed(app: App): ReadonlySet<string> {
  return new Set(["web", ...commaList(app.properties["service-process-types"])]);
}

/** Null for a process type that nothing connects to. */
export function portOf(app: App, type: string): number | null {
  if (!exposed(app).has(type)) return null;
  return type === "web" ? primaryPort(app.ports) : DEFAULT_PORT;
}
