// What a Gateway has to be there for, before anything is applied.
import { SchedulerError } from "../errors.ts";
import type { DokkuApp } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { servesWeb, usesGateway } from "../objects/routing.ts";
import { type StreamKind, streamsOf } from "../objects/streams.ts";
import { type GatewayName, readGatewayName } from "../properties/gateway-name.ts";

export const GATEWAY_API = "gateway.networking.k8s.io/v1";

/** What the cluster is asked for. */
export type GatewayWanted = GatewayName | { readonly gatewayClass: string };

/** Null where the next release has no route on a Gateway, or no GatewayClass for one, which rendering tells. */
export function gatewayWanted(
  app: Pick<DokkuApp, "proxy" | "properties" | "processes" | "domains" | "ports">,
): GatewayWanted | null {
  const { proxy, properties, domains } = app;
  const hasHosts = servesWeb(app) && domains.length > 0;
  if (!usesGateway(app) || !proxy.enabled || !(hasHosts || streamsOf(app).length > 0)) return null;
  const named = readGatewayName(properties.gateway);
  const gatewayClass = properties["gateway-class"];
  return named ?? (gatewayClass === "" ? null : { gatewayClass });
}

export function notServed(app: string): SchedulerError {
  return refusal(
    app,
    `the cluster does not know ${GATEWAY_API}: the definitions of the Gateway API are not installed there`,
    `install them with a controller (https://gateway-api.sigs.k8s.io/guides), or: dokku scheduler-kubernetes:set ${app} routing ingress`,
  );
}

/** Null when it is among those that are there. */
export function missing(app: string, wanted: GatewayWanted, there: readonly KubeObject[]): SchedulerError | null {
  const names = there.map(({ metadata }) => metadata.name);
  const set = `dokku scheduler-kubernetes:set ${app}`;
  if ("gatewayClass" in wanted) {
    if (names.includes(wanted.gatewayClass)) return null;
    const has = `it has: ${names.join(", ") || "none"}`;
    return refusal(app, `the cluster has no GatewayClass ${wanted.gatewayClass}; ${has}`, `${set} gateway-class NAME`);
  }
  if (names.includes(wanted.name)) return null;
  const { namespace, name } = wanted;
  return refusal(
    app,
    `namespace ${namespace} has no Gateway ${name}; it has: ${names.join(", ") || "none"}`,
    `${set} gateway NAMESPACE/NAME`,
  );
}

/** The first version that has the kind in its standard channel. */
const STANDARD_SINCE: Readonly<Record<StreamKind, string>> = { TCPRoute: "1.6", TLSRoute: "1.5" };

/** `kinds` are those that the app has and the cluster has not. */
export function withoutKinds(app: string, kinds: readonly StreamKind[]): SchedulerError {
  const since = kinds.map((kind) => `${kind} from ${STANDARD_SINCE[kind]} on`);
  return refusal(
    app,
    `the Gateway API of the cluster has no ${kinds.join(", no ")}: its standard channel has ${since.join(", ")}, the experimental one before`,
    `install that with a controller that serves it (https://gateway-api.sigs.k8s.io/guides), or keep the ports inside the cluster: dokku scheduler-kubernetes:set ${app} service-type ClusterIP`,
  );
}

const refusal = (app: string, because: string, next: string) =>
  new SchedulerError("APPLY_REFUSED", `route ${app} through a Gateway`, [because, "nothing was applied"], next);
