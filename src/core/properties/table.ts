// The list of this plugin's properties. Checks, messages, report rows and help derive from it: a new property is one entry here.
import { entryOf } from "../model/read.ts";
import {
  absolutePath,
  bodySize,
  canarySteps,
  claimTemplates,
  contextName,
  diskAmount,
  dnsLabel,
  duration,
  email,
  gatewayName,
  hostAliases,
  httpsUrl,
  kinds,
  nodeLabels,
  type OfTypes,
  objectName,
  oneLine,
  oneOf,
  type PropertyType,
  peers,
  podAmount,
  processTypes,
  relativeFolder,
  releaseType,
  seconds,
  secretNames,
  softRules,
  taints,
  timeouts,
  webUrl,
} from "./types.ts";

export interface Property {
  readonly type: PropertyType;
  /** Whether `--global` may set it for every app that does not, and `--process-type` for one process type of an app or of all. */
  readonly scope: "app" | "app+global" | "type+app+global";
  readonly default: string;
  readonly summary: string;
  readonly example: string;
}

export const properties = {
  kubeconfig: {
    type: absolutePath,
    scope: "app+global",
    default: "",
    summary: "kubeconfig of the cluster; when unset, that of the dokku user",
    example: "/home/dokku/.kube/europe.yaml",
  },
  "kube-context": {
    type: contextName,
    scope: "app+global",
    default: "",
    summary: "context of the kubeconfig; when unset, its current context",
    example: "europe",
  },
  namespace: {
    type: dnsLabel,
    scope: "app+global",
    default: "default",
    summary: "namespace of the app's objects",
    example: "store",
  },
  imagePullSecrets: {
    type: secretNames,
    scope: "app+global",
    default: "",
    summary: "Secrets of the namespace to pull the image with",
    example: "registry-credential",
  },
  "deploy-timeout": {
    type: timeouts,
    scope: "app+global",
    default: "",
    summary:
      "how long a deploy waits for the pods of a process type to be ready; when unset, 10m, of which a container has one minute for its checks",
    example: "15m,worker=1h",
  },
  "release-process-type": {
    type: releaseType,
    scope: "app+global",
    default: "",
    summary:
      "process type that runs once in the cluster before a release's pods start; if it fails, the previous release keeps running",
    example: "migrate",
  },
  "app-templates": {
    type: kinds,
    scope: "app+global",
    default: "",
    summary: "kinds of objects that the app's own repository may lay out; when unset, none",
    example: "deployment,service",
  },
  "app-templates-folder": {
    type: relativeFolder,
    scope: "app+global",
    default: ".dokku/templates",
    summary: "folder of the app's repository that has such templates",
    example: "deploy/kubernetes",
  },
  "pod-min-available": {
    type: podAmount,
    scope: "app",
    default: "",
    summary: "pods of the app that must stay available during evictions",
    example: "1",
  },
  "pod-max-unavailable": {
    type: podAmount,
    scope: "app",
    default: "",
    summary: "pods of the app that may be evicted at once",
    example: "1",
  },
  "pod-disruption-budget": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "false",
    summary: "whether a process type with several pods loses only one at a time to evictions",
    example: "true",
  },
  "spread-pods": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "true",
    summary: "whether pods of a process type are spread over nodes and zones where possible",
    example: "false",
  },
  workload: {
    type: oneOf("deployment", "statefulset", "daemonset"),
    scope: "type+app+global",
    default: "deployment",
    summary:
      "kind of object that keeps the pods running: statefulset gives each a name and disks of its own, daemonset runs one on each node",
    example: "statefulset",
  },
  "claim-templates": {
    type: claimTemplates,
    scope: "type+app+global",
    default: "",
    summary: "disks that each pod of a StatefulSet gets for itself and keeps",
    example: "data:10Gi:/var/lib/data",
  },
  "node-selector": {
    type: nodeLabels,
    scope: "type+app+global",
    default: "",
    summary: "labels that a node must have to run the pods",
    example: "disktype=ssd",
  },
  tolerations: {
    type: taints,
    scope: "type+app+global",
    default: "",
    summary: "taints of nodes that the pods tolerate",
    example: "gpu=true:NoSchedule",
  },
  "priority-class": {
    type: objectName,
    scope: "type+app+global",
    default: "",
    summary: "PriorityClass of the pods",
    example: "high-priority",
  },
  "service-account": {
    type: objectName,
    scope: "type+app+global",
    default: "",
    summary: "ServiceAccount of the namespace that the pods run as; when unset, the namespace's default",
    example: "store-reader",
  },
  "service-account-create": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "false",
    summary: "whether the ServiceAccounts of service-account are made with the app, and removed with it",
    example: "true",
  },
  "host-aliases": {
    type: hostAliases,
    scope: "type+app+global",
    default: "",
    summary: "host names that the pods know without DNS",
    example: "10.0.0.5:db,cache",
  },
  "ephemeral-storage-limit": {
    type: diskAmount,
    scope: "type+app+global",
    default: "",
    summary: "disk that a container may fill beside its volumes; one that has filled more is evicted",
    example: "2Gi",
  },
  "ephemeral-storage-reserve": {
    type: diskAmount,
    scope: "type+app+global",
    default: "",
    summary: "such disk that a node must have free to run the pods",
    example: "512Mi",
  },
  "max-surge": {
    type: podAmount,
    scope: "type+app+global",
    default: "",
    summary: "pods of a process type that a rollout may start beyond its scale; when unset, 25%",
    example: "1",
  },
  "max-unavailable": {
    type: podAmount,
    scope: "type+app+global",
    default: "",
    summary: "pods of a process type that a rollout may stop before new ones are ready; when unset, 0",
    example: "1",
  },
  "min-ready-seconds": {
    type: seconds,
    scope: "type+app+global",
    default: "",
    summary: "how long a pod must stay ready to count; when unset, the uptime of a check, or Dokku's wait",
    example: "30",
  },
  "pod-security": {
    type: oneOf("none", "runtime-default", "baseline", "restricted"),
    scope: "app+global",
    default: "none",
    summary: "standard of Pod Security that the pods are held to; runtime-default refuses nothing",
    example: "restricted",
  },
  "read-only-root": {
    type: oneOf("true", "false"),
    scope: "type+app+global",
    default: "false",
    summary: "whether the containers may write to nothing but their volumes and /tmp",
    example: "true",
  },
  "network-policy": {
    type: oneOf("off", "app", "namespace"),
    scope: "app+global",
    default: "off",
    summary: "whose pods may connect to the app's: everybody's, its own, or those of its namespace",
    example: "app",
  },
  "network-policy-allow": {
    type: peers,
    scope: "app+global",
    default: "",
    summary:
      "who else may then: the namespace of the ingress controller, and others; when unset, that of the controller, where its IngressClass tells",
    example: "ingress-nginx,monitoring",
  },
  canary: {
    type: canarySteps,
    scope: "app+global",
    default: "",
    summary: "shares of the requests to web that a new release gets first, each for how long; when unset, none",
    example: "10%:2m,50%:2m",
  },
  "rollback-on-failure": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "true",
    summary: "whether a failed deploy is rolled back to the last good release",
    example: "false",
  },
  "deploy-logs": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "false",
    summary: "whether a deploy shows the logs of new pods until they are ready",
    example: "true",
  },
  "notify-url": {
    type: webUrl,
    scope: "app+global",
    default: "",
    summary: "where the end of each deploy and rollback is posted as JSON; when unset, nowhere",
    example: "https://chat.example.com/hooks/deploys",
  },
  "notify-secret": {
    type: oneLine,
    scope: "app+global",
    default: "",
    summary: "secret that what is posted to notify-url is signed with; when unset, it is not signed",
    example: "$(openssl rand -hex 32)",
  },
  "rule-warnings": {
    type: softRules,
    scope: "app+global",
    default: "",
    summary: "rules whose errors are only warnings, as the API server has the last word",
    example: "cron-schedule,time-zone",
  },
  "service-process-types": {
    type: processTypes,
    scope: "app",
    default: "",
    summary: "process types besides web that get a Service",
    example: "http,worker",
  },
  "service-type": {
    type: oneOf("ClusterIP", "NodePort", "LoadBalancer"),
    scope: "app",
    default: "",
    summary: "type of the Service of web; when unset, ClusterIP",
    example: "LoadBalancer",
  },
  "ingress-enabled": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "",
    summary: "whether an Ingress routes the app's domains; when unset, the proxy type decides",
    example: "true",
  },
  routing: {
    type: oneOf("ingress", "gateway"),
    scope: "app+global",
    default: "",
    summary:
      "what routes the app's domains: an Ingress, or HTTPRoutes on a Gateway; when unset, the proxy type decides",
    example: "gateway",
  },
  gateway: {
    type: gatewayName,
    scope: "app+global",
    default: "",
    summary: "Gateway that routes the app, or one listener of it; when unset, the app gets a Gateway of its own",
    example: "infra/public",
  },
  "gateway-class": {
    type: objectName,
    scope: "app+global",
    default: "",
    summary: "GatewayClass of the app's own Gateway",
    example: "traefik",
  },
  "ingress-class": {
    type: objectName,
    scope: "app+global",
    default: "nginx",
    summary: "IngressClass of the app's Ingress",
    example: "traefik",
  },
  "ingress-per-app": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "false",
    summary: "whether the app gets its own Ingress instead of sharing the namespace's app-ingress",
    example: "true",
  },
  "ingress-body-size": {
    type: bodySize,
    scope: "app+global",
    default: "",
    summary: "how much one request may carry; when unset, as the ingress controller has it",
    example: "50Mi",
  },
  "ingress-timeout": {
    type: duration,
    scope: "app+global",
    default: "",
    summary: "how long a request may wait for the app's answer; when unset, as the ingress controller has it",
    example: "5m",
  },
  "ingress-sticky": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "false",
    summary: "whether the requests of a client go to the same pod, by a cookie",
    example: "true",
  },
  "cert-manager-enabled": {
    type: oneOf("true", "false"),
    scope: "app+global",
    default: "false",
    summary: "whether cert-manager requests a certificate for the app's domains",
    example: "true",
  },
  "cert-manager-email": {
    type: email,
    scope: "app+global",
    default: "",
    summary: "e-mail address of the ACME account; when unset, CERT_MANAGER_EMAIL of the config",
    example: "admin@example.com",
  },
  "cert-manager-server": {
    type: httpsUrl,
    scope: "app+global",
    default: "https://acme-v02.api.letsencrypt.org/directory",
    summary: "ACME server that issues the certificate",
    example: "https://acme-staging-v02.api.letsencrypt.org/directory",
  },
  "cert-manager-issuer": {
    type: objectName,
    scope: "app+global",
    default: "",
    summary: "name of your own issuer; when unset, one is created for the ACME server",
    example: "company-ca",
  },
  "cert-manager-issuer-kind": {
    type: oneOf("ClusterIssuer", "Issuer"),
    scope: "app+global",
    default: "ClusterIssuer",
    summary: "kind of your own issuer",
    example: "Issuer",
  },
} as const satisfies Readonly<Record<string, Property>>;

/** Pairs of which only one may be set. */
export const alternatives = [["pod-min-available", "pod-max-unavailable"]] as const;

/** A property that nobody is shown, and what is shown of its value. */
const MASKED: Readonly<Record<string, (value: string) => string>> = {
  "notify-secret": () => "********",
  // Chats have their secret in its path.
  "notify-url": (value) => (URL.canParse(value) ? `${new URL(value).origin}/********` : "********"),
};

/** A value as others may see it. */
export function shown(name: string, value: string): string {
  return value === "" ? "" : (entryOf(MASKED, name)?.(value) ?? value);
}

export function allShown<T extends Readonly<Record<string, string>>>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(name, value)])) as T;
}

export type PropertyName = keyof typeof properties;

/** Those that may be set for one process type. */
export type TypedName = {
  [Name in PropertyName]: (typeof properties)[Name]["scope"] extends "type+app+global" ? Name : never;
}[PropertyName];

/** Under which the value of one process type is stored. */
export type TypedKey = `${TypedName}.${string}`;

/** Computed values: the app's own, else the global one, else the default; empty when none. Those of single process types where some are set. */
export type PropertyValues = Readonly<Record<PropertyName, string>> & Readonly<Record<TypedKey, string>>;

export const propertyNames = (Object.keys(properties) as PropertyName[]).sort();

export function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(properties, name);
}

export function isGlobal(name: PropertyName): boolean {
  return properties[name].scope !== "app";
}

export function isTyped(name: PropertyName): name is TypedName {
  return properties[name].scope === "type+app+global";
}

/** Of the stored names of an app or the site, those of single process types, sorted. */
export function typedKeys(stored: Readonly<Record<string, string>>): readonly TypedKey[] {
  const isKey = (key: string): key is TypedKey => {
    const { name, type } = partsOf(key);
    return type !== "" && isPropertyName(name) && isTyped(name);
  };
  return Object.keys(stored).filter(isKey).sort();
}

/** The process types that a value names. */
export function typesIn(name: PropertyName, value: string): readonly string[] {
  const { type }: { readonly type: PropertyType | OfTypes } = properties[name];
  return "typesIn" in type ? type.typesIn(value) : [];
}

/** The type is empty where there is none. */
export function partsOf(key: string) {
  const [name = "", ...type] = key.split(".");
  return { name, type: type.join(".") };
}

/** What holds for a process type, or for a command that is none: `run`, `cron`. */
export function valueFor(values: PropertyValues, name: TypedName, type: string): string {
  return values[`${name}.${type}`] ?? values[name];
}

type Stored = Readonly<Record<string, string>>;

/**
 * `own` and `global` are the values of one app and of the site, as stored; an empty one counts as unset. An app's own value, for whatever process
 * types, wins over the site's. The site's context is one of the site's kubeconfig, so an app's own kubeconfig takes the place of both.
 */
export function computeProperties(own: Stored, global: Stored): PropertyValues {
  const compute = (name: PropertyName) =>
    own[name] ||
    (isGlobal(name) && !(name === "kube-context" && own.kubeconfig) && global[name]) ||
    (properties[name] as Property).default;
  const typed = (key: TypedKey) => {
    const { name } = partsOf(key);
    return own[key] || own[name] || global[key] || compute(name as TypedName);
  };
  return Object.fromEntries([
    ...propertyNames.map((name) => [name, compute(name)]),
    ...typedKeys({ ...global, ...own }).map((key) => [key, typed(key)]),
  ]) as PropertyValues;
}
