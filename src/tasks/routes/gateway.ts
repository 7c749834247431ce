// Asks the cluster for the Gateway that an app is to be routed by. Apps behind an Ingress pay nothing.
import type { ClusterState, DokkuApp, Gateway } from "../../core/model/app.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject, StringMap } from "../../core/model/manifest.ts";
import { at, list } from "../../core/model/read.ts";
import { readGateway } from "../../core/objects/listeners.ts";
import { streamsOf } from "../../core/objects/streams.ts";
import {
  GATEWAY_API,
  type GatewayWanted,
  gatewayWanted,
  missing,
  notServed,
  withoutKinds,
} from "../../core/plan/gateway.ts";
import { getRaw, servedKinds, servedVersions } from "../../edge/kube/kubectl.ts";

type Found = Pick<ClusterState, "gateway" | "streamVersions">;

/** Throws APPLY_REFUSED when the Gateway, the class of the app's own, or a kind of its routes is not there. */
export async function readGatewayOf(app: DokkuApp, cluster: Cluster): Promise<Found> {
  const wanted = gatewayWanted(app);
  if (wanted === null) return { gateway: null, streamVersions: {} };
  const gateway = await readGatewayAs(wanted, app, cluster);
  return { gateway, streamVersions: await readStreamVersions(app, cluster) };
}

/** Null where none is named. */
async function readGatewayAs(wanted: GatewayWanted, app: DokkuApp, cluster: Cluster): Promise<Gateway | null> {
  const path = "gatewayClass" in wanted ? "gatewayclasses" : `namespaces/${wanted.namespace}/gateways`;
  const doing = `look for the Gateway of ${app.name}`;
  const answer = await getRaw(doing, `/apis/${GATEWAY_API}/${path}`, cluster).catch(async (error) => {
    if (!(await servedVersions(cluster)).has(GATEWAY_API)) throw notServed(app.name);
    throw error;
  });
  const there = list(at(answer, "items")) as readonly KubeObject[];
  const error = missing(app.name, wanted, there);
  if (error !== null) throw error;
  const found = "gatewayClass" in wanted ? undefined : there.find(({ metadata }) => metadata.name === wanted.name);
  return found === undefined ? null : readGateway(found);
}

/** The first that has a kind. */
const VERSIONS = [GATEWAY_API, "gateway.networking.k8s.io/v1alpha2"] as const;

async function readStreamVersions({ name, ...app }: DokkuApp, cluster: Cluster): Promise<StringMap> {
  const kinds = [...new Set(streamsOf(app).map(({ kind }) => kind))];
  if (kinds.length === 0) return {};
  const served = await servedVersions(cluster);
  const there = VERSIONS.filter((version) => served.has(version));
  const found = (await Promise.all(there.map((version) => servedKinds(version, cluster)))).flat();
  const known = kinds.flatMap((kind) => found.find((one) => one.kind === kind) ?? []);
  const missing = kinds.filter((kind) => !known.some((one) => one.kind === kind));
  if (missing.length > 0) throw withoutKinds(name, missing);
  return Object.fromEntries(known.map(({ kind, apiVersion }) => [kind, apiVersion]));
}
