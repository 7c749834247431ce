// Asks the API server whether it takes a release, before the first write: an app's first one, and each in which a site's or an app's templates or
// other plugins have a part, or of which a rule has warned, for a site may have made its error a warning.
import { SchedulerError } from "../../core/errors.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { askable, isUnanswerable, withSources } from "../../core/plan/told-by-server.ts";
import { dryRun } from "../../edge/kube/kubectl.ts";

/**
 * Asked once, with all objects but those of a namespace that is not there yet. Throws APPLY_REFUSED with all that is refused, and where in
 * which template it stands.
 */
export async function mustBeAccepted(
  app: string,
  manifests: readonly Manifest[],
  { isFirst, live }: { readonly isFirst: boolean; readonly live: readonly KubeObject[] },
  cluster: Cluster,
): Promise<void> {
  const isSuspect = ({ source, issues }: Manifest) => source.touched || issues.some(({ rule }) => rule !== null);
  if (!isFirst && !manifests.some(isSuspect)) return;
  const asked = askable(manifests, live);
  if (asked.length === 0) return;
  try {
    await dryRun(`ask the cluster about ${asked.length} objects of ${app}`, asked, cluster);
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "APPLY_REFUSED") throw error;
    if (isUnanswerable(error.because)) return;
    const because = [...withSources(error.because, manifests), "nothing was applied"];
    throw new SchedulerError(error.code, error.doing, because, error.next, error.evidence);
  }
}
