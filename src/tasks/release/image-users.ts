// Stops before anything is applied where an image only runs as root, or as a name, and its pod may not.
import { SchedulerError } from "../../core/errors.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { leftToImage, userIssues } from "../../core/plan/image-user.ts";
import { issueReport } from "../../core/validate/report.ts";
import { imageUsers } from "../../edge/dokku/image.ts";

/** Of an image that is not on the Docker host the node decides. */
export async function readUserIssues(app: string, manifests: readonly Manifest[]): Promise<readonly Manifest[]> {
  const left = leftToImage(manifests);
  return userIssues(app, left, await imageUsers([...new Set(left.map(({ image }) => image))]));
}

/** Throws MANIFEST_INVALID. */
export async function mustHaveUsers(app: string, manifests: readonly Manifest[]): Promise<void> {
  const wrong = await readUserIssues(app, manifests);
  if (wrong.length === 0) return;
  throw new SchedulerError("MANIFEST_INVALID", `run a task of ${app}`, [...issueReport(wrong), "nothing was applied"]);
}
