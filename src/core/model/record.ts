// What the last release of an app left in the cluster: the inventory, and the facts later commands need without asking anybody.
import type { ClusterState, Image, Route } from "./app.ts";
import { type Cluster, DEFAULT_CLUSTER, type Place } from "./cluster.ts";
import type { Ref } from "./manifest.ts";
import type { Versions } from "./versions.ts";

/** What there is to know of a release but its objects. */
export type ReleaseFacts = Omit<ReleaseRecord, "objects">;

export interface ReleaseRecord {
  readonly cluster: Cluster;
  readonly namespace: { readonly name: string; readonly managed: boolean };
  readonly image: Image;
  /** ISO 8601; null while no rollout has succeeded. */
  readonly deployedAt: string | null;
  /** Everything applied to the cluster and not yet removed. */
  readonly objects: readonly Ref[];
  /** What earlier releases left in other clusters. */
  readonly elsewhere: readonly { readonly cluster: Cluster; readonly objects: readonly Ref[] }[];
  /** The port of the `web` Service. */
  readonly port: number;
  /** What an Ingress or a Gateway sends to this app. */
  readonly routes: readonly Route[];
  /** Stopped by `ps:stop`: nothing is routed to it until a deploy. */
  readonly stopped: boolean;
  /** Claims of its mounts that pods of two releases could not mount at once. */
  readonly exclusiveClaims: readonly string[];
  /** Claims among the volumes that docker options name. */
  readonly optionClaims: readonly string[];
  /** Process type -> when `ps:restart` last asked for new pods, ISO 8601. */
  readonly restarts: Readonly<Record<string, string>>;
  /** Null when the cluster was never asked for them. */
  readonly versions: Versions | null;
  /** Of the controller of its Ingress; null when nothing tells, or nobody has asked for it. */
  readonly controllerNamespace: string | null;
}

/** What a record says that was written before it had these. */
export const FORMER_RECORD = {
  cluster: DEFAULT_CLUSTER,
  elsewhere: [],
  versions: null,
  controllerNamespace: null,
} as const;
const FORMER_IMAGE = { digest: null, architecture: null } as const;

/** As it is written today. */
export const completed = (record: ReleaseRecord): ReleaseRecord => ({
  ...FORMER_RECORD,
  ...record,
  image: { ...FORMER_IMAGE, ...record.image },
});

/**
 * Of an app of which nothing is left in any cluster. Kept until Dokku forgets the app: one that Dokku calls deployed and that has no record is
 * taken for an app of the original plugin, whose routes stay.
 */
export const emptied = (record: ReleaseRecord): ReleaseRecord => ({
  ...record,
  stopped: true,
  objects: [],
  elsewhere: [],
  routes: [],
});

/** Where the release went. */
export const placeIn = ({ cluster, namespace }: Pick<ReleaseRecord, "cluster" | "namespace">): Place => ({
  cluster,
  namespace: namespace.name,
});

/** Of an app that runs as it was recorded. */
export function recordedState(record: ReleaseRecord | null, namespace: ClusterState["namespace"]): ClusterState {
  const { optionClaims = [], exclusiveClaims = [], versions = null, controllerNamespace = null } = record ?? {};
  const served = record?.routes ?? [];
  return {
    namespace,
    optionClaims,
    exclusiveClaims,
    takesOver: false,
    gateway: null,
    streamVersions: {},
    controllerNamespaces: controllerNamespace === null ? null : [controllerNamespace],
    served,
    versions,
    nodeArchitectures: [],
  };
}
