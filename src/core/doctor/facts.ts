// What the checks of the doctor decide on: of the server, of a cluster as its kubeconfig has it, of what it answers, and of an app.
import type { SchedulerError } from "../errors.ts";
import type { App } from "../model/app.ts";
import type { Cluster, Place } from "../model/cluster.ts";
import type { KubeObject, Manifest } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";
import type { State } from "../render/copied.ts";

export interface Program {
  readonly name: string;
  /** Null where there is none. */
  readonly path: string | null;
  /** In its own words; null when it does not run. */
  readonly version: string | null;
  /** SHA-256 at the installation and now; null where nobody kept it. */
  readonly sums: { readonly installed: string; readonly now: string } | null;
}

export interface Copy {
  readonly name: string;
  readonly scope: string;
  readonly state: State;
}

export interface SiteFacts {
  readonly user: string;
  readonly dokkuUser: string;
  readonly node: { readonly path: string; readonly version: string };
  readonly programs: readonly Program[];
  /** Version of Dokku; null when it does not say. */
  readonly dokku: string | null;
  readonly copies: readonly Copy[];
  /** Apps that left something where they no longer run. */
  readonly leftovers: readonly string[];
}

export interface ClusterFacts {
  readonly cluster: Cluster;
  readonly kubeconfig: string;
  /** Permissions of the file; null when there is none. */
  readonly mode: number | null;
  /** Of the file; null when there is none. */
  readonly owner: string | null;
  readonly dokkuUser: string;
  readonly unusable: { readonly because: string; readonly next: string | null } | null;
  /** The program that gets the credentials, and where it is on kubectl's PATH; null where none is named. */
  readonly plugin: { readonly command: string; readonly path: string | null } | null;
  /** ISO 8601; null where there is none, or it does not say. */
  readonly certificateEnds: string | null;
  readonly tokenEnds: string | null;
  /** Null where the kubeconfig is of no use. */
  readonly reach: Reach | null;
  /** Milliseconds. */
  readonly now: number;
}

export interface Reach {
  readonly server: string | null;
  /** What it said instead of its version; null when it answered. */
  readonly refused: string | null;
  /** Milliseconds, of each of some requests. */
  readonly latencies: readonly number[];
}

/** What a cluster that answers says. Lists are null where they may not be read, or are too long. */
export interface Answers {
  readonly cluster: Cluster;
  /** `1.35` */
  readonly version: string;
  /** `1.35`, of kubectl; null when it does not say. */
  readonly kubectl: string | null;
  /** Milliseconds by which its clock is ahead of ours; null when it does not say. */
  readonly ahead: number | null;
  /** Whether metrics.k8s.io answers. */
  readonly metrics: boolean;
  readonly isCertManagerServed: boolean;
  readonly storageClasses: readonly KubeObject[] | null;
  readonly ingressClasses: readonly KubeObject[] | null;
  readonly isGatewayServed: boolean;
  readonly gateways: readonly KubeObject[] | null;
  readonly gatewayClasses: readonly KubeObject[] | null;
  readonly nodes: readonly KubeObject[] | null;
  readonly daemonSets: readonly KubeObject[] | null;
  /** Pods of ingress controllers, and of cert-manager. */
  readonly controllers: readonly KubeObject[] | null;
  /** By kind, `ClusterIssuer`. */
  readonly issuers: Readonly<Record<string, readonly KubeObject[] | null>>;
  /** Whether it is there, by namespace; null when it may not be read. */
  readonly namespaces: Readonly<Record<string, boolean | null>>;
  /** Names of Deployments by namespace. */
  readonly deployments: Readonly<Record<string, readonly string[] | null>>;
  /** What the account may do by namespace, and in all of them and beyond. */
  readonly rules: Readonly<Record<string, Rules | null>>;
  readonly wideRules: Rules | null;
  /** Whether an app of it is autoscaled. */
  readonly isAutoscaled: boolean;
  readonly now: number;
}

/** The status of a SelfSubjectRulesReview. */
export interface Rules {
  readonly incomplete?: boolean;
  readonly resourceRules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
}

export interface Registry {
  /** As set, with Dokku's; empty when it is not. */
  readonly server: string;
  readonly repository: string;
  readonly pushes: boolean;
  readonly login: "kept" | "helper" | "none";
  /** Milliseconds; when the file with the login was written. */
  readonly written: number | null;
}

export interface AppFacts {
  readonly name: string;
  readonly scheduler: string;
  /** As the next deploy would have it; null when it cannot be read. */
  readonly app: App | null;
  /** Why it cannot be rendered; null when it can. */
  readonly stopped: SchedulerError | null;
  /** Its manifests, with their issues; none when it cannot be rendered. */
  readonly manifests: readonly Manifest[];
  readonly leftOut: readonly string[];
  readonly record: ReleaseRecord | null;
  /** Where the next release goes. */
  readonly place: Place;
  /** The next release goes where the last one went. */
  readonly isSettled: boolean;
  readonly registry: Registry;
  /** Host -> whether DNS knows it. */
  readonly hosts: Readonly<Record<string, boolean>>;
  readonly hasNginxConfig: boolean;
  readonly copies: readonly Copy[];
  /** `amd64`, of the image; null when it is not on this server. */
  readonly architecture: string | null;
  /** Null when nobody asked; `pulled` is null when no pod was started. */
  readonly pull: { readonly pulled: boolean | null; readonly why: string } | null;
  /** Null when its cluster does not answer. */
  readonly answers: Answers | null;
  readonly now: number;
}
