// What is said of claims when the StatefulSet goes that they were made for: they stay, for they hold data.
import { type Place, placeName } from "../../core/model/cluster.ts";
import type { Ref } from "../../core/model/manifest.ts";
import { partSelector } from "../../core/objects/labels.ts";
import { listOrNull } from "../../edge/kube/kubectl.ts";

/** Lines to print. `removed` are all that the app loses. */
export async function keptClaimLines(app: string, removed: readonly Ref[], place: Place): Promise<readonly string[]> {
  const sets = removed.filter(({ kind, namespace }) => kind === "StatefulSet" && namespace === place.namespace);
  if (sets.length === 0) return [];
  const claims = (await listOrNull(["persistentvolumeclaims"], partSelector(app), place)) ?? [];
  const isIts = (name: string) => sets.some((set) => name.replace(/-\d+$/, "").endsWith(`-${set.name}`));
  const names = claims.map(({ metadata }) => metadata.name).filter(isIts);
  if (names.length === 0) return [];
  return [
    `the claims ${names.join(", ")} of ${placeName(place)} stay, with their data: dokku scheduler-kubernetes:remove-pvc ${names[0]} --namespace ${place.namespace} removes one`,
  ];
}
