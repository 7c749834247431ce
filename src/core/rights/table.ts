// THE list of rights that the plugin uses at the API server. What any authenticated account has is not in it: /api, /apis, /openapi, /version.
import type { Ref } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { definitions } from "../objects/index.ts";
import { groupOf, resourceOf } from "./resources.ts";

export type Verb = "create" | "delete" | "get" | "list" | "patch" | "update" | "watch";

/**
 * - `always`: whatever an app is
 * - `cert-manager`: of an app that has certificates from cert-manager
 * - `gateway`: of an app that a Gateway routes
 * - `keda`: of an app that KEDA scales
 * - `traefik`: of an app that has objects of Traefik's
 * - `issuer`: of an app whose ClusterIssuer the plugin makes
 * - `statefulset`, `daemonset`: of an app with process types of this workload
 * - `own namespace`: where the plugin made the app's namespace
 * - `any namespace`: where the plugin makes the namespaces of new apps
 * - `empty namespaces`: where cleanup removes those
 * - `doctor`: where doctor is to tell all that it can
 */
export type Need =
  | "always"
  | "cert-manager"
  | "gateway"
  | "keda"
  | "traefik"
  | "issuer"
  | "statefulset"
  | "daemonset"
  | "own namespace"
  | "any namespace"
  | "empty namespaces"
  | "doctor";

export interface Right {
  /** Empty for Kubernetes' first one, `v1`. */
  readonly group: string;
  /** With its subresource, `pods/log`; `*` for all. */
  readonly resource: string;
  readonly verbs: readonly Verb[];
  /** Where it is used: within an app's namespace, or across namespaces and on what belongs to none. */
  readonly scope: "namespace" | "cluster";
  readonly need: Need;
  /** What for. */
  readonly why: string;
  /** What is lost without it; null where a command stops. */
  readonly without: string | null;
}

/** Those of an app that has objects of these kinds, beside what every app has. */
export const needsOf = (kinds: readonly Kind[]): readonly Need[] => kinds.flatMap((one) => needOf(one) ?? []);

/** Applied, compared, taken over, restored and removed as the app changes. */
export const OWNED: readonly Verb[] = ["create", "delete", "get", "list", "patch", "update"];

type Row = Omit<Right, "without" | "need" | "scope"> & Partial<Right>;

const needed = (rows: readonly Row[]): readonly Right[] =>
  rows.map((row) => ({ scope: "namespace", need: "always", without: null, ...row }));

type Kind = Pick<Ref, "apiVersion" | "kind">;

/** By kind and group, or by group. */
const NEEDS: Readonly<Record<string, Need>> = {
  "StatefulSet.apps": "statefulset",
  "DaemonSet.apps": "daemonset",
  "Certificate.cert-manager.io": "cert-manager",
  "ClusterIssuer.cert-manager.io": "issuer",
  "gateway.networking.k8s.io": "gateway",
  "keda.sh": "keda",
  "traefik.io": "traefik",
};

function needOf(kind: Kind): Need | null {
  const group = groupOf(kind);
  return entryOf(NEEDS, `${kind.kind}.${group}`) ?? entryOf(NEEDS, group) ?? null;
}

const objects: readonly Right[] = needed(
  definitions
    .filter(({ namespaced }) => namespaced)
    .map(
      (definition): Row => ({
        group: groupOf(definition),
        resource: resourceOf(definition.kind),
        verbs: OWNED,
        need: needOf(definition) ?? "always",
        why: `the ${definition.kind} objects of an app`,
      }),
    )
    // Several definitions make Secrets.
    .filter(({ why }, index, all) => all.findIndex((one) => one.why === why) === index),
);

/** What doctor looks at beyond the app. */
const seen = needed(
  (
    [
      ["", "pods", "whether controllers run"],
      ["apps", "daemonsets", "whether network policies are enforced"],
      ["storage.k8s.io", "storageclasses", "which one is the default"],
      ["networking.k8s.io", "ingressclasses", "whether that of an app is there"],
      ["cert-manager.io", "clusterissuers", "whether that of an app is ready"],
      ["cert-manager.io", "issuers", "whether that of an app is ready"],
    ] as const
  ).map(
    ([group, resource, why]): Row => ({
      group,
      resource,
      why,
      verbs: ["list"],
      scope: "cluster",
      need: "doctor",
      without: "doctor calls it unknown",
    }),
  ),
);

const others = needed([
  { group: "apps", resource: "deployments", verbs: ["watch"], why: "following a rollout" },
  { group: "apps", resource: "deployments/scale", verbs: ["patch"], why: "ps:stop" },
  {
    group: "apps",
    resource: "statefulsets",
    verbs: ["watch"],
    need: "statefulset",
    why: "following a rollout",
  },
  { group: "apps", resource: "statefulsets/scale", verbs: ["patch"], need: "statefulset", why: "ps:stop" },
  {
    group: "",
    resource: "pods",
    verbs: ["delete"],
    need: "statefulset",
    why: "replacing a broken pod of an earlier release",
  },
  { group: "apps", resource: "daemonsets", verbs: ["watch"], need: "daemonset", why: "following a rollout" },
  { group: "apps", resource: "replicasets", verbs: ["list", "watch"], why: "following a rollout, and rolling back" },
  {
    group: "batch",
    resource: "jobs",
    verbs: OWNED,
    why: "run, cron:run and the release task",
  },
  {
    group: "",
    resource: "pods",
    verbs: ["get", "list", "watch"],
    why: "following a rollout, logs, run, enter, status",
  },
  { group: "", resource: "pods/log", verbs: ["get"], why: "logs, and why a pod failed" },
  // kubectl asks by WebSocket, a get, and after a refusal as before 1.31, a create. Servers from 1.35 want the create too.
  { group: "", resource: "pods/attach", verbs: ["create", "get"], why: "run" },
  { group: "", resource: "pods/exec", verbs: ["create", "get"], why: "enter, cp" },
  { group: "", resource: "pods/portforward", verbs: ["create", "get"], why: "port-forward" },
  { group: "", resource: "events", verbs: ["list"], why: "why a rollout does not advance" },
  {
    group: "",
    resource: "persistentvolumeclaims",
    verbs: ["create", "delete", "get", "list", "patch"],
    why: "add-pvc, list-pvc, remove-pvc, mounts",
  },
  {
    group: "",
    resource: "configmaps",
    verbs: ["get"],
    why: "whether what pods name is there",
    without: "a deploy waits for pods that cannot start",
  },
  {
    group: "scheduling.k8s.io",
    resource: "priorityclasses",
    verbs: ["get"],
    scope: "cluster",
    why: "whether the PriorityClass that pods name is there",
    without: "a deploy waits for pods that cannot start",
  },
  {
    group: "metrics.k8s.io",
    resource: "pods",
    verbs: ["list"],
    why: "what pods use",
    without: "status and top show no load",
  },
  {
    group: "",
    resource: "namespaces",
    verbs: ["get"],
    why: "whether the app's namespace is there, and stays",
    without: "the namespace counts as somebody else's",
  },
  {
    group: "",
    resource: "namespaces",
    verbs: ["patch"],
    need: "own namespace",
    why: "the labels of a namespace that the plugin made",
  },
  {
    group: "",
    resource: "namespaces",
    verbs: ["create", "delete", "list"],
    scope: "cluster",
    need: "any namespace",
    why: "making the namespace of a new app, and removing it",
  },
  {
    group: "*",
    resource: "*",
    verbs: ["list"],
    scope: "cluster",
    need: "empty namespaces",
    why: "whether a namespace that the plugin made is empty",
    without: "cleanup offers no namespaces",
  },
  {
    group: "cert-manager.io",
    resource: "clusterissuers",
    verbs: ["create", "get", "patch", "update"],
    scope: "cluster",
    need: "issuer",
    why: "the account at the ACME server",
  },
  {
    group: "gateway.networking.k8s.io",
    resource: "gateways",
    verbs: ["get", "list"],
    scope: "cluster",
    need: "gateway",
    why: "whether the Gateway that the app names is there, and what its listeners take and serve",
  },
  {
    group: "gateway.networking.k8s.io",
    resource: "gatewayclasses",
    verbs: ["list"],
    scope: "cluster",
    need: "gateway",
    why: "whether the GatewayClass of the app's own Gateway is there",
  },
  {
    group: "networking.k8s.io",
    resource: "ingresses",
    verbs: ["list"],
    scope: "cluster",
    why: "whether another namespace routes a domain",
    without: "a domain that is taken is not named",
  },
  {
    group: "networking.k8s.io",
    resource: "ingressclasses",
    verbs: ["get"],
    scope: "cluster",
    why: "the namespace of the ingress controller, for network-policy",
    without: "network-policy-allow has to name it",
  },
  {
    group: "",
    resource: "nodes",
    verbs: ["list"],
    scope: "cluster",
    why: "whether pods of two releases can mount a claim at once, and a node can run a new image",
    without:
      "a claim for one node makes each deploy stop the old pods first; an image for no node fails when its pods start",
  },
]);

export const rights: readonly Right[] = distinct([...objects, ...others, ...seen]);

/** Each right once, where it is first. */
export function distinct(all: readonly Right[]): readonly Right[] {
  const seen = new Set<string>();
  const isNew = (key: string) => !seen.has(key) && seen.add(key) !== null;
  return all.flatMap((right) => {
    const { scope, group, resource } = right;
    const verbs = right.verbs.filter((verb) => isNew(`${scope} ${verb} ${resource}.${group}`));
    return verbs.length === 0 ? [] : [{ ...right, verbs }];
  });
}
