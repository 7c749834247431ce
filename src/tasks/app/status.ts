// How much of an app runs.
import { availableOf, wantedOf } from "../../core/diagnose/rollout-status.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { listOrNull } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

export interface Status {
  readonly wanted: number;
  readonly available: number;
}

/** Nothing runs of an app whose cluster has not answered after `timeout` milliseconds. */
export async function readStatus(app: string, timeout: number): Promise<Status> {
  const record = await readRecord(app);
  const place = await placeBy(record, app);
  const found = await listOrNull(workloadResources(record?.objects ?? []), processSelector(app), { ...place, timeout });
  const sum = (count: (workload: KubeObject) => number) => (found ?? []).reduce((total, one) => total + count(one), 0);
  return {
    wanted: sum(wantedOf),
    available: sum(availableOf),
  };
}
