// Asks the cluster for the Gateway that an app is to be routed by. Apps behind an Ingress pay nothing.
import type { DokkuApp, Gateway } from "../../core/model/app.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { at, list } from "../../core/model/read.ts";
import { readGateway } from "../../core/objects/listeners.ts";
import { GATEWAY_API, gatewayWanted, missing, notServed } from "../../core/plan/gateway.ts";
import { getRaw, servedVersions } from "../../edge/kube/kubectl.ts";

/** Null where none is named. Throws APPLY_REFUSED when it, or the class of the app's own, is not there. */
export async function readGatewayOf(app: DokkuApp, cluster: Cluster): Promise<Gateway | null> {
  const wanted = gatewayWanted(app);
  if (wanted === null) return null;
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
