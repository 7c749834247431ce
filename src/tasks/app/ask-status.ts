// What a cluster says of how much of an app runs.
import { availableOf, wantedOf } from "../../core/diagnose/rollout-status.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { listOrNull } from "../../edge/kube/kubectl.ts";
import { readRefusedScale } from "./refused-scale.ts";

export interface Status {
  readonly wanted: number;
  readonly available: number;
  /** The cluster runs another scale than Dokku's, which it refused; not asked of what does not run. */
  readonly isRefused: boolean;
}

/** Null where it has not answered after `timeout` milliseconds. */
export async function askStatus(
  app: string,
  record: ReleaseRecord | null,
  place: Place & { readonly timeout: number },
): Promise<Status | null> {
  const found = await listOrNull(workloadResources(record?.objects ?? []), processSelector(app), place);
  if (found === null) return null;
  const sum = (count: (workload: KubeObject) => number) => found.reduce((total, one) => total + count(one), 0);
  const available = sum(availableOf);
  const isRefused = available > 0 && (await readRefusedScale(app).catch(() => [])).length > 0;
  return { wanted: sum(wantedOf), available, isRefused };
}
