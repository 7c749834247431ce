// One app: what Dokku says of it, what the cluster says, and what its neighbours say. core/objects turns it into Kubernetes' words.
// Absent is null, lists are never missing.
import type { CertificateFiles } from "../dokku/certificate.ts";
import type { Checks } from "../dokku/checks.ts";
import type { DockerOptions } from "../dokku/docker-options.ts";
import type { Autoscaling } from "../dokku/formation.ts";
import { type Metadata, type MetadataStores, NO_METADATA } from "../dokku/metadata.ts";
import type { PropertyValues } from "../properties/table.ts";
import type { StringMap } from "./manifest.ts";
import type { Versions } from "./versions.ts";

/** How the image was built; it decides what precedes a start command. */
export type SourceType = "herokuish" | "pack" | "nixpacks" | "dockerfile";

export interface Image {
  /** Dokku's name for it, for instance `registry.example.com/dokku/shop:3`. */
  readonly reference: string;
  /** What the registry calls these very bytes, `sha256:...`; null where the Dokku server does not know it. */
  readonly digest: string | null;
  /** As Kubernetes calls it, `amd64`; null where the Dokku server does not know it, or the image is for several. */
  readonly architecture: string | null;
  readonly source: SourceType;
}

/** How Dokku itself is logged in to the image's registry. */
export interface RegistryLogin {
  /** The key docker keeps it under, `registry.example.com` or a URL. */
  readonly server: string;
  /** base64 of `user:password`. */
  readonly auth: string;
}

/** Amounts as typed in `dokku resource:limit|reserve`; null is unset. */
export interface ResourceAmounts {
  readonly cpu: string | null;
  readonly memory: string | null;
  readonly "nvidia-gpu": string | null;
}

/** What a pod needs to know of the process it is for. */
export interface Sized {
  /** The name in the Procfile, `web`; of what is no process type, what it is: `run`. */
  readonly type: string;
  readonly limit: ResourceAmounts;
  readonly reserve: ResourceAmounts;
}

export interface Process extends Sized {
  readonly quantity: number;
  /** The Procfile's command, unexpanded; null when there is no Procfile. */
  readonly command: string | null;
  /** When `ps:restart` last asked for new pods, ISO 8601; null when it never did. */
  readonly restartedAt: string | null;
  readonly checks: Checks;
  readonly autoscale: Autoscaling;
}

/** What app.json asks to run at times. */
export interface CronTask {
  /** As `cron:list` prints it. */
  readonly id: string;
  readonly command: string;
  /** As in app.json. */
  readonly schedule: string;
  /** `allow`, `forbid` or `replace`, or any other text. */
  readonly concurrencyPolicy: string;
  /** Maintenance, of the task, the app or the site. */
  readonly suspended: boolean;
  readonly limit: ResourceAmounts;
  readonly reserve: ResourceAmounts;
}

/** A persistent volume claim in every pod of an app. */
export interface Mount {
  readonly claim: string;
  readonly path: string;
}

/** One `scheme:host-port:container-port` of `dokku ports:set`. */
export interface PortMapping {
  readonly scheme: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

/** What `certs:add` gave the app. */
export interface AddedCertificate extends CertificateFiles {
  /** Why it cannot be served; null when it can. */
  readonly problem: string | null;
  /** The hosts of the previous one, which is still served while this one cannot be. */
  readonly served: readonly Pick<Route, "namespace" | "host">[];
}

/** One host name that an Ingress or a Gateway sends to a Service. */
export interface Route {
  readonly app: string;
  readonly namespace: string;
  readonly host: string;
  readonly service: string;
  readonly port: number;
  /** The Ingress's name, and its class; null where a Gateway does it. */
  readonly ingress: string | null;
  readonly ingressClass: string | null;
  /** The Secret with the host's certificate; null when it is served without. */
  readonly tlsSecret: string | null;
}

/** Where a Gateway takes requests. */
export interface Listener {
  /** Null is all of them, where nobody has asked for them. */
  readonly name: string | null;
  readonly protocol: string;
  readonly port: number;
  /** Null takes every host. */
  readonly hostname: string | null;
  /** The Secret with its certificate; null when it has none. */
  readonly secret: string | null;
}

export interface Gateway {
  readonly namespace: string;
  readonly name: string;
  readonly listeners: readonly Listener[];
}

/** What an app or the site has set for its objects. */
export interface Settings {
  readonly metadata: MetadataStores;
  /** As typed in `nginx:set`. */
  readonly nginx: StringMap;
  /** As typed, of the properties that the controller of an Ingress reads. */
  readonly limits: StringMap;
  /** For templates, by key: `template-values.KEY`. */
  readonly values: StringMap;
}

export const NO_SETTINGS: Settings = { metadata: {}, nginx: {}, limits: {}, values: {} };

/** What Dokku says of an app. */
export interface DokkuApp {
  readonly name: string;
  readonly image: Image;
  /** Null when Dokku is not logged in there, or keeps the password elsewhere. */
  readonly registryLogin: RegistryLogin | null;
  /** The global config overridden by the app's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Sorted by type; zero quantities included, `release` and types that left the Procfile are not. */
  readonly processes: readonly Process[];
  /** `timeZone` is the Dokku server's: that is where Dokku would run them. */
  readonly cron: { readonly timeZone: string; readonly tasks: readonly CronTask[] };
  /** What holds for a command that is no process type. */
  readonly amounts: Pick<Sized, "limit" | "reserve">;
  /** Start commands that win over the Procfile (`ps:set start-cmd`, `dockerfile-start-cmd`). */
  readonly startCommand: string | null;
  readonly dockerfileStartCommand: string | null;
  /** As typed in `ps:set` and `checks:set`, for the app or the site; null when none was set. */
  readonly stopTimeout: string | null;
  readonly waitToRetire: string | null;
  readonly restartPolicy: string | null;
  /** Seconds that a pod has to stay ready before it counts (Dokku's DOKKU_DEFAULT_CHECKS_WAIT). */
  readonly defaultWait: number;
  /** Empty when the app's domains are disabled. */
  readonly domains: readonly string[];
  readonly proxy: { readonly type: string; readonly enabled: boolean };
  /** Empty when none were set or detected. */
  readonly ports: readonly PortMapping[];
  readonly certificate: AddedCertificate | null;
  /** The extracted app.json, comments removed; null when there is none. */
  readonly appJson: Readonly<Record<string, unknown>> | null;
  /** This plugin's properties, computed: the app's value, else the global one, else the default. */
  readonly properties: PropertyValues;
  readonly settings: Settings;
  /** Those of the app win over them. */
  readonly siteSettings: Settings;
  readonly mounts: readonly Mount[];
  readonly dockerOptions: DockerOptions;
}

/** What the cluster says of it: asked before a deploy, and as recorded until the next. */
export interface ClusterState {
  /** `managed`: the namespace is ours to create and label; false leaves an existing one unchanged. */
  readonly namespace: { readonly name: string; readonly managed: boolean };
  /** Claims among the volumes that docker options name. */
  readonly optionClaims: readonly string[];
  /** Claims that pods of two releases could not mount at once. */
  readonly exclusiveClaims: readonly string[];
  /** The running pods are the original plugin's, applied client-side: they stop serving at once when terminated. */
  readonly takesOver: boolean;
  /** The one that the property names; null when it names none, or nobody has asked for it. */
  readonly gateway: Gateway | null;
  /** TCPRoute and TLSRoute, where the app has any -> the newest version in which the cluster has it; none where nobody has asked for it. */
  readonly streamVersions: StringMap;
  /** Of the controller of its Ingress: none where nothing tells; null where nobody has asked for it. */
  readonly controllerNamespaces: readonly string[] | null;
  /** What routes the app already: it stays until what replaces it serves. */
  readonly served: readonly Route[];
  /** Null when they were never asked for. */
  readonly versions: Versions | null;
  /** `amd64`; none where nobody may see the nodes, or where they were not asked for. */
  readonly nodeArchitectures: readonly string[];
}

/** What others say that it shares Ingresses with. */
export interface Neighbours {
  /** What the other apps of all namespaces route: a host can be one app's only. */
  readonly otherRoutes: readonly Route[];
  /** What the pods serve that run under a name the app had before; empty once its own do. */
  readonly formerRoutes: readonly Route[];
  /** Annotations and labels that were set for the Ingress of the namespace. */
  readonly ingressMetadata: Metadata;
  /** Of the other apps in the namespace that are routed, by app. */
  readonly otherSettings: Readonly<Record<string, Settings>>;
  /** Follows the name of an Ingress that apps share, where another Dokku server has the one without it; else empty. */
  readonly ingressSuffix: string;
}

/** For what no Ingress is made of. */
export const NO_NEIGHBOURS: Neighbours = {
  otherRoutes: [],
  formerRoutes: [],
  ingressMetadata: NO_METADATA,
  otherSettings: {},
  ingressSuffix: "",
};

export interface App extends DokkuApp, ClusterState, Omit<Neighbours, "formerRoutes"> {
  /** What an earlier release routed; null when Dokku decides. */
  readonly routes: readonly Route[] | null;
}

export function appOf(
  dokku: DokkuApp,
  cluster: ClusterState,
  { formerRoutes, ...neighbours }: Neighbours,
  routes: App["routes"] = null,
): App {
  const served = formerRoutes.map(({ host }) => host);
  const domains = dokku.domains.filter((domain) => !served.includes(domain.toLowerCase()));
  const otherRoutes = [...neighbours.otherRoutes, ...formerRoutes];
  return { ...dokku, ...cluster, ...neighbours, domains, otherRoutes, routes };
}
