// How far the rollout of a Deployment, StatefulSet or DaemonSet is, by its status.
import type { KubeObject } from "../model/manifest.ts";

interface WorkloadStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
}

interface DaemonSetStatus {
  readonly observedGeneration?: number;
  readonly desiredNumberScheduled?: number;
  readonly currentNumberScheduled?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberReady?: number;
  readonly numberAvailable?: number;
}

/** Of a DaemonSet in the words of the others: a node that has a pod of it counts as that pod. */
function statusOf({ kind, status }: KubeObject): WorkloadStatus {
  if (kind !== "DaemonSet") return status ?? {};
  const { currentNumberScheduled, updatedNumberScheduled, numberReady, numberAvailable, ...rest } = (status ??
    {}) as DaemonSetStatus;
  const counts = [currentNumberScheduled, updatedNumberScheduled, numberReady, numberAvailable];
  const [replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0] = counts;
  return { ...rest, replicas, updatedReplicas, readyReplicas, availableReplicas };
}

/** Kubernetes runs one pod where nothing is said, and one on each node of a DaemonSet. */
export function wantedOf({ kind, spec, status }: KubeObject): number {
  if (kind === "DaemonSet") return ((status ?? {}) as DaemonSetStatus).desiredNumberScheduled ?? 0;
  return (spec as { readonly replicas?: number }).replicas ?? 1;
}

/** Ready pods, whatever release they are of. */
export const readyOf = (live: KubeObject) => statusOf(live).readyReplicas ?? 0;

export const updatedOf = (live: KubeObject) => statusOf(live).updatedReplicas ?? 0;

export const availableOf = (live: KubeObject) => statusOf(live).availableReplicas ?? 0;

/** A status from before the last change says nothing about it. */
export function isStale(live: KubeObject): boolean {
  const { generation = 0 } = live.metadata as { readonly generation?: number };
  return (statusOf(live).observedGeneration ?? 0) < generation;
}

export interface RolloutProgress {
  /** New pods that have been ready for as long as they must. */
  readonly ready: number;
  readonly wanted: number;
  /** New pods that are ready, and not for as long. */
  readonly settling: number;
}

/** Old pods stay ready meanwhile, and do not count. */
export function progressOf(live: KubeObject): RolloutProgress {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = statusOf(live);
  const old = replicas - updatedReplicas;
  const ofNew = (count: number) => Math.max(0, Math.min(count - old, updatedReplicas));
  const ready = ofNew(availableReplicas);
  const wanted = wantedOf(live);
  return { ready, wanted, settling: ofNew(readyReplicas) - ready };
}

export function isRolledOut(live: KubeObject): boolean {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = statusOf(live);
  const { wanted } = progressOf(live);
  return updatedReplicas >= wanted && availableReplicas >= wanted && replicas <= updatedReplicas;
}
