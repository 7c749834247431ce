// How much of an app runs.
import { availableOf, wantedOf } from "../../core/diagnose/rollout-status.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { listOrNull } from "../../edge/kube/kubectl.ts";
import { isSilent, rememberSilent } from "../../edge/kube/silent.ts";
import { readRecord } from "../../edge/record.ts";

export interface Status {
  readonly wanted: number;
  readonly available: number;
}

/** Milliseconds that a cluster has to have had before it counts as silent: on a busy server it may have had none. */
const PATIENCE = 1_000;

/**
 * Nothing runs of an app whose cluster has not answered after `timeout` milliseconds; nor, where it `goesByOthers`, that let another one wait
 * that long some seconds ago.
 */
export async function readStatus(app: string, timeout: number, goesByOthers: boolean): Promise<Status> {
  const record = await readRecord(app);
  const place = await placeBy(record, app);
  if (goesByOthers && isSilent(place.cluster)) return { wanted: 0, available: 0 };
  const begin = performance.now();
  const found = await listOrNull(workloadResources(record?.objects ?? []), processSelector(app), { ...place, timeout });
  if (found === null && performance.now() - begin >= Math.max(timeout, PATIENCE)) await rememberSilent(place.cluster);
  const sum = (count: (workload: KubeObject) => number) => (found ?? []).reduce((total, one) => total + count(one), 0);
  return {
    wanted: sum(wantedOf),
    available: sum(availableOf),
  };
}
