// Stops before anything is applied when an object of that name is another app's, somebody else's, or another Dokku server's.
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { foreign } from "../../core/plan/foreign.ts";
import { ownedByOthers } from "../../core/plan/ownership.ts";
import { readServerId } from "../../edge/server-id.ts";

/** `live` are those that are in the cluster, read with their managed fields, `records` those of all apps. Throws MANIFEST_INVALID. */
export async function mustOwn(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  records: ReadonlyMap<string, ReleaseRecord>,
): Promise<void> {
  const error = ownedByOthers(app, manifests, records) ?? foreign(app, manifests, live, await readServerId());
  if (error !== null) throw error;
}
