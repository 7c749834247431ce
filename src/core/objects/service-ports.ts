// The ports of Services and containers that Dokku's port mappings ask for.
import type { App, PortMapping } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { issue } from "./definition.ts";
import { mappingsOf, portOf, primary, schemeOf } from "./ports.ts";

interface Port {
  readonly name: string;
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly targetPort: number;
}

export interface ServicePort extends Omit<Port, "name"> {
  /** Null for a Service's only port. */
  readonly name: string | null;
}

export interface ContainerPort {
  readonly containerPort: number;
  readonly protocol: "TCP" | "UDP";
}

/**
 * The primary one first, then by number. The only port of a Service has no name: one that comes later would take it away from
 * whoever finds it by none, which the original plugin's Services are.
 */
export function servicePorts(app: App, type: string): readonly ServicePort[] {
  const ports = firstOfEach(portsOf(app, type), (port) => `${port.protocol} ${port.port}`);
  return ports.length > 1 ? ports : ports.map((port) => ({ ...port, name: null }));
}

export function containerPorts(app: App, type: string): readonly ContainerPort[] {
  const ports = portsOf(app, type).map(({ targetPort, protocol }) => ({ containerPort: targetPort, protocol }));
  return firstOfEach(ports, (port) => `${port.protocol} ${port.containerPort}`);
}

/** Two mappings that want the same port of the Service for different ones of the container. */
export function portIssues(app: App, type: string): readonly Issue[] {
  return servicePorts(app, type).flatMap(({ port, protocol }) => {
    const wanted = portsOf(app, type).filter((other) => other.port === port && other.protocol === protocol);
    const targets = [...new Set(wanted.map(({ targetPort }) => targetPort))];
    if (targets.length === 1) return [];
    const message = `port ${port} of the Service cannot have the target ports ${targets.join(" and ")} of the container: see dokku ports:list ${app.name}`;
    return [issue("/spec/ports", message)];
  });
}

function portsOf(app: App, type: string): readonly Port[] {
  const port = portOf(app, type);
  if (port === null) return [];
  const first = type === "web" ? primary(app.ports) : null;
  return mappingsOf(type === "web" ? app.ports : [])
    .map((mapping) => ({ ...portFor(mapping), isFirst: mapping === first }))
    .sort(
      (a, b) =>
        Number(b.isFirst) - Number(a.isFirst) ||
        a.port - b.port ||
        (a.name < b.name ? -1 : 1) ||
        a.targetPort - b.targetPort,
    )
    .map(({ isFirst, ...port }) => port);
}

/** An Ingress owns the host ports of what it carries, and finds the Service where the container listens. Others are found at the host port. */
function portFor(mapping: PortMapping): Port {
  const { name, protocol, routed } = schemeOf(mapping);
  const port = routed ? mapping.containerPort : mapping.hostPort;
  return { name: `${name}-${port}`, protocol, port, targetPort: mapping.containerPort };
}

function firstOfEach<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.filter((item, index) => items.findIndex((other) => key(other) === key(item)) === index);
}
