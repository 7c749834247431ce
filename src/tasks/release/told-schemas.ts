// Asks a cluster once an hour for the fields of the custom resources that a release has, so that they are checked as Kubernetes' own are.
import type { Cluster } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { servedLines } from "../../core/validate/served-schemas.ts";
import { openApiOf } from "../../edge/kube/kubectl.ts";
import { keepTold, unasked } from "../../edge/schemas.ts";

/** Whether there was news. What is not served, or may not be seen, is left for the API server to say. */
export async function askSchemas(cluster: Cluster, manifests: readonly Manifest[]): Promise<boolean> {
  const news = (await unasked(cluster, manifests)).map(async (apiVersion) => {
    const answer = await openApiOf(apiVersion, cluster);
    return answer !== null && (await keepTold(cluster, apiVersion, servedLines(answer, apiVersion)));
  });
  return (await Promise.all(news)).includes(true);
}
