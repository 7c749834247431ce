// The port mappings that a Gateway carries as they are: TCP, and TLS that the container itself ends.
import type { DokkuApp } from "../model/app.ts";
import { mappingsOf, schemeOf } from "./ports.ts";
import { servesWeb, usesGateway } from "./routing.ts";

export type StreamKind = "TCPRoute" | "TLSRoute";

export interface Stream {
  readonly kind: StreamKind;
  /** Of the listener. */
  readonly protocol: "TCP" | "TLS";
  /** Of the listener, and of the Service. */
  readonly port: number;
}

/** None with a `service-type`: then the Service carries them. */
export function streamsOf(app: Pick<DokkuApp, "proxy" | "properties" | "processes" | "ports">): readonly Stream[] {
  const { proxy, properties, ports } = app;
  if (!usesGateway(app) || !proxy.enabled || !servesWeb(app) || properties["service-type"] !== "") return [];
  return mappingsOf(ports).flatMap((mapping): readonly Stream[] => {
    const { routed, protocol } = schemeOf(mapping);
    if (routed || protocol !== "TCP") return [];
    const port = mapping.hostPort;
    return [
      mapping.scheme === "tls" ? { kind: "TLSRoute", protocol: "TLS", port } : { kind: "TCPRoute", protocol, port },
    ];
  });
}
