// The claims that an app mounts, as the cluster has them: one kubectl call, and none for an app that mounts nothing.
import { exclusiveClaims, readMounts } from "../core/claims.ts";
import { SchedulerError } from "../core/errors.ts";
import { dokkuWords, type Place, placeName } from "../core/model/cluster.ts";
import type { KubeObject } from "../core/model/manifest.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { readProperty } from "../edge/dokku/properties.ts";
import { list, listOrNull } from "../edge/kube/kubectl.ts";

/** Names of those that pods of two releases could not mount at once. Throws NO_SUCH_OBJECT when one is not there: pods would wait for ever. */
export async function readExclusiveClaims(app: string, place: Place): Promise<readonly string[]> {
  const mounts = readMounts((await readProperty(PLUGIN, app, "volumes")) ?? "");
  const wanted = [...new Set(mounts.map(({ claim }) => claim))];
  if (wanted.length === 0) return [];
  const { claims, severalNodes } = await readClaims(place);
  const missing = wanted.filter((claim) => !claims.some(({ metadata }) => metadata.name === claim));
  if (missing.length > 0) {
    throw new SchedulerError(
      "NO_SUCH_OBJECT",
      `mount ${missing.join(", ")} in ${app}`,
      missing.map((claim) => `there is no PersistentVolumeClaim ${claim} in ${placeName(place)}`),
      `make it with: dokku scheduler-kubernetes:add-pvc ${missing[0]} SIZE --namespace ${place.namespace}${dokkuWords(place.cluster)}`,
    );
  }
  return exclusiveClaims(
    claims.filter(({ metadata }) => wanted.includes(metadata.name)),
    severalNodes,
  );
}

async function readClaims(place: Place): Promise<{ claims: readonly KubeObject[]; severalNodes: boolean }> {
  const both = await listOrNull(["persistentvolumeclaims", "nodes"], null, place);
  // Whoever may work in one namespace only may not count nodes: then there are several.
  const objects = both ?? (await list(["persistentvolumeclaims"], null, place));
  return {
    claims: objects.filter(({ kind }) => kind === "PersistentVolumeClaim"),
    severalNodes: both === null || both.filter(({ kind }) => kind === "Node").length > 1,
  };
}
