// The list of this plugin's properties. Checks, messages, report rows and help derive from it: a new property is one entry here.
import {
  absolutePath,
  contextName,
  dnsLabel,
  email,
  httpsUrl,
  kinds,
  objectName,
  oneOf,
  type PropertyType,
  podAmount,
  processTypes,
  relativeFolder,
  releaseType,
  secretNames,
  softRules,
  timeouts,
} from "./types.ts";

export interface Property {
  readonly type: PropertyType;
  /** Whether `--global` may set it for every app that does not. */
  readonly scope: "app" | "app+global";
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

export type PropertyName = keyof typeof properties;

/** Computed values: the app's own, else the global one, else the default; empty when none. */
export type PropertyValues = Readonly<Record<PropertyName, string>>;

export const propertyNames = (Object.keys(properties) as PropertyName[]).sort();

export function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(properties, name);
}

export function isGlobal(name: PropertyName): boolean {
  return properties[name].scope === "app+global";
}

/**
 * `own` and `global` are the values of one app and of the site, as stored; an empty one counts as unset.
 * The site's context is one of the site's kubeconfig, so an app's own kubeconfig takes the place of both.
 */
export function computeProperties(
  own: Readonly<Record<string, string>>,
  global: Readonly<Record<string, string>>,
): PropertyValues {
  const compute = (name: PropertyName) =>
    own[name] ||
    (isGlobal(name) && !(name === "kube-context" && own.kubeconfig) && global[name]) ||
    (properties[name] as Property).default;
  return Object.fromEntries(propertyNames.map((name) => [name, compute(name)])) as PropertyValues;
}
