// What keeps the pods of an app running, as the cluster has it.
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { list } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

/** Of the kinds that the app's releases had: a user may not see others. */
export async function readWorkloads(app: string, place: Place): Promise<readonly KubeObject[]> {
  return list(workloadResources((await readRecord(app))?.objects ?? []), processSelector(app), place);
}
