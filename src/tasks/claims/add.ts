// Makes a persistent volume claim at once, and its namespace when that is missing. It is no app's and stays when apps go.
import { type ClaimRequest, claim, otherOwnerOf } from "../../core/dokku/claims.ts";
import { entriesOf } from "../../core/dokku/metadata.ts";
import { SchedulerError } from "../../core/errors.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import { isTerminating } from "../../core/model/manifest.ts";
import { newNamespace } from "../../core/objects/namespace.ts";
import { readSettings } from "../../edge/dokku/metadata.ts";
import { apply, get } from "../../edge/kube/kubectl.ts";
import { header } from "../../edge/log.ts";
import { readServerId } from "../../edge/server-id.ts";

/** Throws APPLY_REFUSED for one that is being removed or that somebody else made, and when the API server says no. */
export async function addClaim(request: Omit<ClaimRequest, "namespace">, place: Place): Promise<void> {
  const { cluster, namespace } = place;
  const doing = `create the claim ${request.name} in ${placeName(place)}`;
  const old = await get("persistentvolumeclaim", request.name, place);
  if (old !== null && isTerminating(old)) {
    const next = `wait until it is gone: dokku scheduler-kubernetes:list-pvc ${namespace}`;
    throw new SchedulerError("APPLY_REFUSED", doing, ["a claim of that name is being removed, with its data"], next);
  }
  const owner = old === null ? null : otherOwnerOf(old, await readServerId());
  if (owner !== null) {
    const next = `mount it as it is: dokku scheduler-kubernetes:mount APP ${request.name} PATH; or choose another name`;
    throw new SchedulerError("APPLY_REFUSED", doing, [`a claim of that name exists, and ${owner} made it`], next);
  }
  header(`Creating claim ${request.name} of ${request.size} in ${placeName(place)}`);
  const before = (await isThere(place)) ? [] : [{ object: newNamespace(namespace) }];
  const set = entriesOf([(await readSettings("--global")).metadata], "persistentvolumeclaim", null);
  await apply(doing, [...before, { object: claim({ ...request, namespace }, set) }], cluster);
}

/** A user who may not read namespaces works in an existing one. */
async function isThere({ cluster, namespace }: Place): Promise<boolean> {
  try {
    return (await get("namespace", namespace, { cluster, namespace: null })) !== null;
  } catch (error) {
    if (error instanceof SchedulerError && error.code === "APPLY_REFUSED") return true;
    throw error;
  }
}
