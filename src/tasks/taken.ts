// Stops before anything is applied when an object of that name is another app's.
import type { Cluster } from "../core/model/cluster.ts";
import type { Manifest } from "../core/model/manifest.ts";
import { taken } from "../core/plan/taken.ts";
import { readRecordsFrom } from "../edge/record.ts";

/** Throws MANIFEST_INVALID. */
export async function mustBeFree(app: string, manifests: readonly Manifest[], cluster: Cluster): Promise<void> {
  const error = taken(app, manifests, await readRecordsFrom(cluster));
  if (error !== null) throw error;
}
