// Stops before anything is applied when an object of that name is another app's, somebody else's, or another Dokku server's.
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { foreign } from "../../core/plan/foreign.ts";
import { ownedByOthers } from "../../core/plan/ownership.ts";
import { readRecordsFrom } from "../../edge/record.ts";
import { readServerId } from "../../edge/server-id.ts";

/** `live` are those that are in the cluster, read with their managed fields. Throws MANIFEST_INVALID. */
export async function mustOwn(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  cluster: Cluster,
): Promise<void> {
  const error =
    ownedByOthers(app, manifests, await readRecordsFrom(cluster)) ??
    foreign(app, manifests, live, await readServerId());
  if (error !== null) throw error;
}
