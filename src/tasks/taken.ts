// Stops before anything is applied when an object of that name is another app's.
import type { Manifest } from "../core/model/manifest.ts";
import { taken } from "../core/plan/taken.ts";
import { readRecords } from "../edge/record.ts";

/** Throws MANIFEST_INVALID. */
export async function mustBeFree(app: string, manifests: readonly Manifest[]): Promise<void> {
  const error = taken(app, manifests, await readRecords());
  if (error !== null) throw error;
}
