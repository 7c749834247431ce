// What an app's pods use: two kubectl calls at once.
import { survived } from "../../core/errors.ts";
import { partSelector } from "../../core/objects/labels.ts";
import { type ContainerUse, containerUses } from "../../core/status/top.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { list, podMetrics, servedVersions } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

export interface Top {
  readonly uses: readonly ContainerUse[];
  /** Why it is not known what they use; nothing when it is. */
  readonly unmeasured: readonly string[];
}

/** Throws NO_SUCH_APP, CLUSTER_UNREACHABLE, APPLY_REFUSED where pods may not be read. */
export async function readTop(app: string): Promise<Top> {
  await mustExist(app);
  const place = await placeBy(await readRecord(app), app);
  const selector = partSelector(app);
  const [pods, usage] = await Promise.all([list(["pods"], selector, place), podMetrics(selector, place)]);
  if (usage !== null) return { uses: containerUses(pods, usage), unmeasured: [] };
  const isServed = [...(await servedVersions(place.cluster))].some((version) => version.startsWith("metrics.k8s.io/"));
  if (!isServed) return { uses: containerUses(pods, null), unmeasured: NOT_SERVED };
  try {
    // Asked again for kubectl's words.
    const again = await list(["pods.metrics.k8s.io"], selector, place);
    return { uses: containerUses(pods, again), unmeasured: [] };
  } catch (thrown) {
    const error = survived(thrown);
    return { uses: containerUses(pods, null), unmeasured: [error.doing, ...error.because] };
  }
}

const NOT_SERVED = [
  "the cluster serves no metrics (metrics.k8s.io), so what is used is not known",
  "install metrics-server: https://github.com/kubernetes-sigs/metrics-server#installation",
];
