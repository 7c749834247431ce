// Finds where an image only runs as root, or as a name, and its pod may not.
import type { Manifest } from "../../core/model/manifest.ts";
import { leftToImage, userIssues } from "../../core/plan/image-user.ts";
import { imageUsers } from "../../edge/dokku/image.ts";

/** Of an image that is not on the Docker host the node decides. */
export async function readUserIssues(app: string, manifests: readonly Manifest[]): Promise<readonly Manifest[]> {
  const left = leftToImage(manifests);
  return userIssues(app, left, await imageUsers([...new Set(left.map(({ image }) => image))]));
}
