// Removes a persistent volume claim that nobody uses.
import { otherOwnerOf, statefulApp } from "../../core/dokku/claims.ts";
import { SchedulerError } from "../../core/errors.ts";
import { kubectlAt, type Place, placeName } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { at, list as elements } from "../../core/model/read.ts";
import { labelValue } from "../../core/objects/labels.ts";
import { isClaimOf } from "../../core/plan/claim-templates.ts";
import { readMounting } from "../../edge/dokku/mounts.ts";
import { get, list, listOrNull, remove } from "../../edge/kube/kubectl.ts";
import { header } from "../../edge/log.ts";
import { readServerId } from "../../edge/server-id.ts";

/** Throws NO_SUCH_OBJECT, and BAD_USAGE for one that somebody else made, or that somebody mounts, unless `force`. */
export async function removeClaim(name: string, place: Place, force: boolean): Promise<void> {
  const { cluster, namespace } = place;
  const doing = `remove the claim ${name} of ${placeName(place)}`;
  const found = await get("persistentvolumeclaim", name, place);
  if (found === null) throw new SchedulerError("NO_SUCH_OBJECT", doing, ["there is none"]);
  const owner = otherOwnerOf(found, await readServerId());
  if (owner !== null) {
    const next = `${kubectlAt(cluster)} delete persistentvolumeclaim ${name} --namespace ${namespace}`;
    throw new SchedulerError("BAD_USAGE", doing, [`${owner} made it`], next);
  }
  const users = force ? [] : [...(await usersOf(name, place)), ...(await setsOf(found, place))];
  if (users.length > 0) {
    const next = "unmount it and deploy, or add --force";
    throw new SchedulerError("BAD_USAGE", doing, [`it is mounted by ${users.join(", ")}`], next);
  }
  header(`Removing claim ${name} of ${placeName(place)}`);
  await remove(doing, [{ apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name }], cluster);
}

/** Apps that will mount it with their next deploy, and pods that do so now. */
async function usersOf(claim: string, place: Place): Promise<readonly string[]> {
  const [mounting, pods] = await Promise.all([readMounting(place), list(["pods"], null, place)]);
  const apps = mounting.get(claim) ?? [];
  const known = apps.map(labelValue);
  const others = pods
    .filter(({ metadata }) => !known.includes(metadata.labels?.app ?? ""))
    .filter(({ spec }) =>
      elements(at(spec, "volumes")).some((volume) => at(volume, "persistentVolumeClaim", "claimName") === claim),
    );
  return [...apps, ...others.map(({ metadata }) => `pod ${metadata.name}`)];
}

/** StatefulSets whose pods have it, or will when the app is started again. */
async function setsOf(claim: KubeObject, place: Place): Promise<readonly string[]> {
  if (statefulApp(claim.metadata.labels).length === 0) return [];
  const sets = (await listOrNull(["statefulsets"], null, place)) ?? [];
  return sets.filter((set) => isClaimOf(claim, set)).map(({ metadata }) => `StatefulSet ${metadata.name}`);
}
