// How far the rollout of a Deployment is, by its status.
import type { KubeObject } from "../model/manifest.ts";

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
}

const statusOf = ({ status }: KubeObject) => (status ?? {}) as DeploymentStatus;

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
  const wanted = (live.spec as { readonly replicas?: number }).replicas ?? 1;
  return { ready, wanted, settling: ofNew(readyReplicas) - ready };
}

export function isRolledOut(live: KubeObject): boolean {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = statusOf(live);
  const { wanted } = progressOf(live);
  return updatedReplicas >= wanted && availableReplicas >= wanted && replicas <= updatedReplicas;
}
