// Which cluster, and where in it.

export interface Cluster {
  /** Path of a kubeconfig; null is the one kubectl takes by itself. */
  readonly kubeconfig: string | null;
  /** Name of a context in it; null is its current one. */
  readonly context: string | null;
}

export interface Place {
  readonly cluster: Cluster;
  readonly namespace: string;
}

export const DEFAULT_CLUSTER: Cluster = { kubeconfig: null, context: null };

/** The properties' words: an empty one is unset. */
export function clusterOf(properties: Readonly<Record<"kubeconfig" | "kube-context", string>>): Cluster {
  return { kubeconfig: properties.kubeconfig || null, context: properties["kube-context"] || null };
}

export function isNamedAs(one: Cluster, other: Cluster): boolean {
  return one.kubeconfig === other.kubeconfig && one.context === other.context;
}

/** Null for the default cluster. */
export function clusterName({ kubeconfig, context }: Cluster): string | null {
  return context !== null && kubeconfig !== null ? `${context} (${kubeconfig})` : (context ?? kubeconfig);
}

/** ` of cluster NAME`, for messages; empty for the default cluster. */
export function ofCluster(cluster: Cluster): string {
  const name = clusterName(cluster);
  return name === null ? "" : ` of cluster ${name}`;
}

/** `namespace store`, for messages. */
export function placeName({ cluster, namespace }: Place): string {
  return `namespace ${namespace}${ofCluster(cluster)}`;
}

/** What the commands of this plugin that are about no app are told of a cluster, with a leading space. */
export function dokkuWords(cluster: Cluster): string {
  return ["", ...kubectlFlags(cluster)].join(" ").replace(" --context=", " --kube-context=");
}

/** kubectl's own. */
export function kubectlFlags({ kubeconfig, context }: Cluster): readonly string[] {
  return [
    ...(kubeconfig === null ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === null ? [] : [`--context=${context}`]),
  ];
}

/** How a command of kubectl begins, for messages: the plugin's own kubectl, in the cluster and namespace of an app. */
export const kubectlOf = (app: string) => `dokku scheduler-kubernetes:kubectl ${app} --`;

/** The same where no app speaks for the cluster. */
export const kubectlAt = (cluster: Cluster) => `dokku scheduler-kubernetes:kubectl --global${dokkuWords(cluster)} --`;
