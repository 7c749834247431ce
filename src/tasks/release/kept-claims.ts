// The claims that stay in the cluster when a StatefulSet goes.
import type { Place } from "../../core/model/cluster.ts";
import type { Ref } from "../../core/model/manifest.ts";
import { partSelector } from "../../core/objects/labels.ts";
import { keptClaims } from "../../core/words/kept-claims.ts";
import { listOrNull } from "../../edge/kube/kubectl.ts";

/** Lines to print. `removed` are all that the app loses; `heir` is the app that it was renamed to. */
export async function keptClaimLines(
  app: string,
  removed: readonly Ref[],
  place: Place,
  heir: string | null = null,
): Promise<readonly string[]> {
  const sets = removed.filter(({ kind, namespace }) => kind === "StatefulSet" && namespace === place.namespace);
  if (sets.length === 0) return [];
  const claims = (await listOrNull(["persistentvolumeclaims"], partSelector(app), place)) ?? [];
  return keptClaims({ claims: claims.map(({ metadata }) => metadata.name), sets, place, heir });
}
