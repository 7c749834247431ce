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

/** What to type after kubectl to ask the same cluster, with a leading space. */
export function kubectlWords(cluster: Cluster): string {
  return ["", ...kubectlFlags(cluster)].join(" ");
}

/** The same for the commands of this plugin that are about no app. */
export function dokkuWords(cluster: Cluster): string {
  return kubectlWords(cluster).replace(" --context=", " --kube-context=");
}

export function kubectlFlags({ kubeconfig, context }: Cluster): readonly string[] {
  return [
    ...(kubeconfig === null ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === null ? [] : [`--context=${context}`]),
  ];
}

/** How a command of kubectl begins that is about a namespace. */
export const kubectlIn = ({ cluster, namespace }: Place) => `kubectl${kubectlWords(cluster)} -n ${namespace}`;
