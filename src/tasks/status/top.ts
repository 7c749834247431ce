// What an app's pods use: two kubectl calls at once.
import { partSelector } from "../../core/objects/labels.ts";
import { type ContainerUse, containerUses } from "../../core/status/top.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { list, podMetrics, servedVersions } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

export interface Top {
  readonly uses: readonly ContainerUse[];
  /** Whether the cluster serves metrics. */
  readonly isMeasured: boolean;
}

/** Throws NO_SUCH_APP, CLUSTER_UNREACHABLE, APPLY_REFUSED where they may not be read. */
export async function readTop(app: string): Promise<Top> {
  await mustExist(app);
  const place = await placeBy(await readRecord(app), app);
  const selector = partSelector(app);
  const [pods, usage] = await Promise.all([list(["pods"], selector, place), podMetrics(selector, place)]);
  if (usage !== null) return { uses: containerUses(pods, usage), isMeasured: true };
  const isServed = [...(await servedVersions(place.cluster))].some((version) => version.startsWith("metrics.k8s.io/"));
  // Asked again for kubectl's words.
  if (isServed)
    return { uses: containerUses(pods, await list(["pods.metrics.k8s.io"], selector, place)), isMeasured: true };
  return { uses: containerUses(pods, null), isMeasured: false };
}
