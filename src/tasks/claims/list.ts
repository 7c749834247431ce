// The persistent volume claims of a namespace, and the apps that mount them.
import { type ClaimRow, claimRows } from "../../core/dokku/claims.ts";
import type { Place } from "../../core/model/cluster.ts";
import { readMounting } from "../../edge/dokku/mounts.ts";
import { list } from "../../edge/kube/kubectl.ts";

export async function listClaims(place: Place): Promise<readonly ClaimRow[]> {
  const [claims, mounting] = await Promise.all([list(["persistentvolumeclaims"], null, place), readMounting(place)]);
  return claimRows(claims, mounting);
}
