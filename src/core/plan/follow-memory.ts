// What kubedog takes to follow a rollout, where a server may not have it.
import { wantedOf } from "../diagnose/rollout-status.ts";
import type { KubeObject } from "../model/manifest.ts";

/** MB for each pod that a rollout replaces, and for none: `npm run bench -- replicas`. */
const EACH = 0.45;
const ALONE = 20;

/** Fewer pods than that fit on every server. */
const FEW = 200;

/** The pods that these want; null where they are few. */
export function manyPods(workloads: readonly KubeObject[]): number | null {
  const pods = workloads.map(wantedOf).reduce((sum, one) => sum + one, 0);
  return pods < FEW ? null : pods;
}

/** `available` in MB. Null where it is enough. */
export function tightMemory(pods: number, available: number): string | null {
  const needed = Math.round(ALONE + EACH * pods);
  if (needed <= available) return null;
  return `kubedog takes about ${needed} MB to follow ${pods} pods, and this server has ${Math.round(available)} MB left: without swap the kernel may end it, and the deploy with it`;
}
