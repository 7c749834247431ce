// Asks the API server whether it takes a release, before the first write: an app's first one, and each in which a site's or an app's templates or
// other plugins have a part, or of which a rule has warned, for a site may have made its error a warning.
import { SchedulerError } from "../../core/errors.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { type Plan, toApply } from "../../core/plan/plan.ts";
import { askable, asPrepared, isUnanswerable, withSources } from "../../core/plan/told-by-server.ts";
import { dryRun } from "../../edge/kube/kubectl.ts";

/** Throws APPLY_REFUSED. */
export async function mustBeAccepted(plan: Plan, isFirst: boolean, live: readonly KubeObject[]): Promise<void> {
  const isSuspect = ({ source, issues }: Manifest) => source.touched || issues.some(({ rule }) => rule !== null);
  if (!isFirst && !toApply(plan).some(isSuspect)) return;
  await askCluster(plan, live).catch((error) => {
    if (!(error instanceof SchedulerError) || !isUnanswerable(error.because)) throw error;
  });
}

/**
 * The objects as the apply would leave them. Asked once, with all but those of a namespace that is not there yet. Throws APPLY_REFUSED with
 * all that is refused, and where in which template it stands.
 */
export async function askCluster(plan: Plan, live: readonly KubeObject[]): Promise<readonly KubeObject[]> {
  const manifests = toApply(plan);
  const asked = asPrepared(askable(manifests, live), plan.first, live);
  if (asked.length === 0) return [];
  try {
    return await dryRun(`ask the cluster about ${asked.length} objects of ${plan.app}`, asked, plan.place.cluster);
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "APPLY_REFUSED") throw error;
    const because = [...withSources(error.because, manifests), "nothing was applied"];
    throw new SchedulerError(error.code, error.doing, because, error.next, error.evidence);
  }
}
