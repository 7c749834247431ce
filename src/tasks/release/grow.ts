// Claims of StatefulSets that become larger with a release: whether the cluster lets them, and the growing itself.
import { SchedulerError } from "../../core/errors.ts";
import type { Cluster, Place } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { type Growth, growthIssues, growths, hasTemplates } from "../../core/plan/claim-templates.ts";
import { growthNote, type Preparation } from "../../core/plan/deployments.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { issueReport } from "../../core/validate/report.ts";
import { growClaim, list, removeWithoutPods } from "../../edge/kube/kubectl.ts";

/** Asks the API server of each, which changes nothing. Throws MANIFEST_INVALID with those that it refuses. */
export async function withGrowths(app: string, { first, apply }: Plan, place: Place): Promise<Preparation> {
  if (!apply.some(hasTemplates)) return first;
  const found = growths(apply, await list(["persistentvolumeclaims"], null, place));
  const refused = (await Promise.all(found.map((growth) => refusalOf(app, growth, apply, place.cluster)))).flat();
  if (refused.length > 0)
    throw new SchedulerError("MANIFEST_INVALID", `apply ${apply.length} objects of ${app}`, [
      ...issueReport(refused),
      "nothing was applied",
    ]);
  return { ...first, growths: found, notes: [...first.notes, ...found.map(growthNote)] };
}

async function refusalOf(
  app: string,
  growth: Growth,
  apply: readonly Manifest[],
  cluster: Cluster,
): Promise<readonly Manifest[]> {
  try {
    await growClaim(growth.claim, growth.to, cluster, true);
    return [];
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "APPLY_REFUSED") throw error;
    return growthIssues(app, apply, growth, error.because);
  }
}

/** The pods go on: the StatefulSet that is applied next adopts them. */
export async function grow(
  { growths, remade }: Pick<Preparation, "growths" | "remade">,
  cluster: Cluster,
): Promise<void> {
  for (const { claim, to } of growths) await growClaim(claim, to, cluster, false);
  for (const ref of remade) await removeWithoutPods(ref, cluster);
}
