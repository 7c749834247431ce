// Asks the API server whether it takes a release, before the first write, where a site's or an app's templates or other plugins have a part in it.
import { SchedulerError } from "../../core/errors.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { makeNamespace } from "../../core/plan/changes.ts";
import { isUnanswerable, withSources } from "../../core/plan/told-by-server.ts";
import { dryRun } from "../../edge/kube/kubectl.ts";

/**
 * Asked once, with all objects. Nothing can be asked in a namespace that is not there yet. Throws APPLY_REFUSED with all that is refused,
 * and where in which template it stands.
 */
export async function mustBeAccepted(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  cluster: Cluster,
): Promise<void> {
  if (!manifests.some(({ source }) => source.touched)) return;
  if (makeNamespace(manifests, live)) return;
  try {
    await dryRun(`ask the cluster about ${manifests.length} objects of ${app}`, manifests, cluster);
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "APPLY_REFUSED") throw error;
    if (isUnanswerable(error.because)) return;
    const because = [...withSources(error.because, manifests), "nothing was applied"];
    throw new SchedulerError(error.code, error.doing, because, error.next, error.evidence);
  }
}
