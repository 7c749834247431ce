// Stops before anything is applied where a release does not go with what is in the cluster: fields that cannot be changed, names that nobody has, images that only run as root.
import { SchedulerError } from "../../core/errors.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { newNamespaces } from "../../core/plan/changes.ts";
import { templateIssues } from "../../core/plan/claim-templates.ts";
import { immutableIssues } from "../../core/plan/immutable.ts";
import { missingIssues, type Reference, references } from "../../core/plan/references.ts";
import { issueReport } from "../../core/validate/report.ts";
import { present } from "../../edge/kube/kubectl.ts";
import { readUserIssues } from "./image-users.ts";

interface Fit {
  readonly apply: readonly Manifest[];
  readonly release: readonly Manifest[];
  /** What of it is there. */
  readonly live: readonly KubeObject[];
}

/** Asks for names that the release does not have itself, one call for each kind of them. Throws MANIFEST_INVALID with all that does not fit. */
export async function mustFit(app: string, { apply, release, live }: Fit, place: Place): Promise<void> {
  // What a new namespace will have, others may put there: certificates of a mesh, copies of Secrets.
  const missing = newNamespaces(apply, live).length > 0 ? [] : await missingOf(references(apply, release), place);
  const issues = [
    ...immutableIssues(apply, live, app, place),
    ...templateIssues(apply, live, app, place),
    ...missingIssues(missing, app, place),
    ...(await readUserIssues(app, apply)),
  ];
  if (issues.length === 0) return;
  throw new SchedulerError("MANIFEST_INVALID", `apply ${apply.length} objects of ${app}`, [
    ...issueReport(issues),
    "nothing was applied",
  ]);
}

/** Of a kind that nobody may see nothing is missing. */
async function missingOf(wanted: readonly Reference[], place: Place): Promise<readonly Reference[]> {
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  const missing = kinds.map(async (kind) => {
    const named = wanted.filter((one) => one.kind === kind);
    const found = await present(kind, [...new Set(named.map(({ name }) => name))], place);
    return named.filter(({ name }) => found !== null && !found.includes(name));
  });
  return (await Promise.all(missing)).flat();
}
