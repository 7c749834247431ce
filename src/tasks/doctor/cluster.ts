// What the doctor has to know of a cluster: its kubeconfig, and one kubectl that passes all questions on.
import type { Answers, ClusterFacts, Reach, Rules } from "../../core/doctor/facts.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { at, list } from "../../core/model/read.ts";
import { CONTROLLERS } from "../../core/objects/controllers.ts";
import { GATEWAY_API } from "../../core/plan/gateway.ts";
import { type Ask, type Reply, withApi } from "../../edge/kube/api.ts";
import { permissionsOf, readCredentials } from "../../edge/kube/credentials.ts";
import { fileOf, serverOf, whyUnusable } from "../../edge/kube/kubeconfig.ts";

/** Requests whose time counts, after the one that makes the connection. */
const TIMES = 5;
/** Objects of a kind that are read. */
const MOST = 500;

/** A namespace that is not there: what the account may do in it, it may do everywhere. */
const NOWHERE = "dokku-no-such-namespace";

/** Of a cluster, what is needed for the apps in it. */
export interface Needs {
  readonly cluster: Cluster;
  readonly namespaces: readonly string[];
  readonly isAutoscaled: boolean;
  /** Of kubectl, `v1.35.0`. */
  readonly kubectl: string | null;
  readonly dokkuUser: string;
}

export interface ClusterSeen {
  readonly facts: ClusterFacts;
  /** Null when it does not answer. */
  readonly answers: Answers | null;
}

export async function readCluster(needs: Needs): Promise<ClusterSeen> {
  const { cluster, kubectl, dokkuUser } = needs;
  const unusable = whyUnusable(cluster);
  const [credentials, permissions] = await Promise.all([readCredentials(cluster), permissionsOf(cluster)]);
  const file = { kubeconfig: fileOf(cluster), ...permissions, dokkuUser };
  const facts = { cluster, ...file, unusable, ...credentials, now: Date.now() };
  if (unusable !== null || kubectl === null) return { facts: { ...facts, reach: null }, answers: null };
  return withApi(cluster, async (ask) => {
    const version = await ask("/version");
    const heard = Date.now();
    const server = serverOf(cluster);
    if (version.status !== 200) {
      const reach: Reach = { server, refused: whyRefused(version), latencies: [] };
      return { facts: { ...facts, reach }, answers: null };
    }
    const latencies: number[] = [];
    for (let time = 0; time < TIMES; time += 1) latencies.push((await ask("/version")).took);
    const answers = await askAll(ask, version, heard, needs);
    return { facts: { ...facts, reach: { server, refused: null, latencies } }, answers };
  });
}

function whyRefused({ status, body }: Reply): string {
  const says = typeof body === "string" ? body.trim() : String(at(body, "message") ?? "");
  // kubectl's own words are a text, the API server's a Status.
  return typeof body === "string" ? says : `${status} ${says}`;
}

async function askAll(
  ask: Ask,
  version: Reply,
  heard: number,
  { cluster, namespaces, isAutoscaled, kubectl }: Needs,
): Promise<Answers> {
  const items = async (path: string): Promise<readonly KubeObject[] | null> => {
    const { status, body } = await ask(`${path}${path.includes("?") ? "&" : "?"}limit=${MOST}`);
    // Without the kind's group there is none of it.
    if (status === 404) return [];
    // What is missing in a part of a list may be in the rest of it.
    if (status !== 200 || at(body, "metadata", "continue")) return null;
    return list(at(body, "items")) as readonly KubeObject[];
  };
  const each = async <T>(read: (namespace: string) => Promise<T>): Promise<Readonly<Record<string, T>>> =>
    Object.fromEntries(await Promise.all(namespaces.map(async (name) => [name, await read(name)] as const)));
  const certManager = "/apis/cert-manager.io/v1";
  const names = [...new Set(Object.values(CONTROLLERS)), "cert-manager"].join(",");
  const selector = encodeURIComponent(`app.kubernetes.io/name in (${names})`);
  const [metrics, hasCertManager, storageClasses, ingressClasses, nodes, daemonSets, controllers] = await Promise.all([
    ask("/apis/metrics.k8s.io/v1beta1"),
    ask(certManager),
    items("/apis/storage.k8s.io/v1/storageclasses"),
    items("/apis/networking.k8s.io/v1/ingressclasses"),
    items("/api/v1/nodes"),
    items("/apis/apps/v1/daemonsets"),
    items(`/api/v1/pods?labelSelector=${selector}`),
  ]);
  const isCertManagerServed = hasCertManager.status === 200;
  const gatewayApi = `/apis/${GATEWAY_API}`;
  const [hasGateways, gateways, gatewayClasses, clusterIssuers, issuers, isThere, deployments, rules, wideRules] =
    await Promise.all([
      ask(gatewayApi),
      items(`${gatewayApi}/gateways`),
      items(`${gatewayApi}/gatewayclasses`),
      items(`${certManager}/clusterissuers`),
      items(`${certManager}/issuers`),
      each(async (namespace) => {
        const { status } = await ask(`/api/v1/namespaces/${namespace}`);
        return status === 404 ? false : status === 200 || null;
      }),
      each(async (namespace) => {
        const found = await items(`/apis/apps/v1/namespaces/${namespace}/deployments`);
        return found?.map(({ metadata }) => metadata.name) ?? null;
      }),
      each((namespace) => rulesIn(ask, namespace)),
      rulesIn(ask, NOWHERE),
    ]);
  const { major, minor } = version.body as { readonly major: string; readonly minor: string };
  return {
    cluster,
    version: `${major}.${parseInt(minor, 10)}`,
    kubectl: /^v?(\d+\.\d+)/.exec(kubectl ?? "")?.[1] ?? null,
    ahead: version.date === null ? null : Date.parse(version.date) - heard,
    metrics: metrics.status === 200,
    isCertManagerServed,
    storageClasses,
    ingressClasses,
    isGatewayServed: hasGateways.status === 200,
    gateways,
    gatewayClasses,
    nodes,
    daemonSets,
    controllers,
    issuers: { ClusterIssuer: clusterIssuers, Issuer: issuers },
    namespaces: isThere,
    deployments,
    rules,
    wideRules,
    isAutoscaled,
    now: Date.now(),
  };
}

async function rulesIn(ask: Ask, namespace: string): Promise<Rules | null> {
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } };
  const { status, body } = await ask("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review);
  return status === 201 ? ((at(body, "status") as Rules | undefined) ?? null) : null;
}
