// The claims that an app mounts, as the cluster has them: one kubectl call, and none for an app that mounts nothing.
import { exclusiveClaims } from "../../core/dokku/claims.ts";
import { namedVolumes } from "../../core/dokku/docker-options.ts";
import { SchedulerError } from "../../core/errors.ts";
import type { ClusterState, DokkuApp } from "../../core/model/app.ts";
import { dokkuWords, type Place, placeName } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { list, listOrNull } from "../../edge/kube/kubectl.ts";

/**
 * Which of them pods of two releases could not mount at once, and which are among the volumes of docker options.
 * Throws NO_SUCH_OBJECT when one of `mount` is not there: pods would wait for ever.
 */
export async function readMountedClaims(
  { name: app, mounts, dockerOptions }: Pick<DokkuApp, "name" | "mounts" | "dockerOptions">,
  place: Place,
): Promise<Pick<ClusterState, "exclusiveClaims" | "optionClaims">> {
  const wanted = [...new Set(mounts.map(({ claim }) => claim))];
  const named = namedVolumes(dockerOptions);
  if (wanted.length + named.length === 0) return { exclusiveClaims: [], optionClaims: [] };
  const { claims, severalNodes } = await readClaims(place);
  const missing = wanted.filter((claim) => !claims.some(({ metadata }) => metadata.name === claim));
  if (missing.length > 0) {
    throw new SchedulerError(
      "NO_SUCH_OBJECT",
      `mount ${missing.join(", ")} in ${app}`,
      missing.map((claim) => `there is no PersistentVolumeClaim ${claim} in ${placeName(place)}`),
      `create it with: dokku scheduler-kubernetes:add-pvc ${missing[0]} SIZE --namespace ${place.namespace}${dokkuWords(place.cluster)}`,
    );
  }
  const mounted = claims.filter(({ metadata }) => [...wanted, ...named].includes(metadata.name));
  return {
    exclusiveClaims: exclusiveClaims(mounted, severalNodes),
    optionClaims: named.filter((name) => mounted.some(({ metadata }) => metadata.name === name)),
  };
}

async function readClaims(place: Place): Promise<{ claims: readonly KubeObject[]; severalNodes: boolean }> {
  const both = await listOrNull(["persistentvolumeclaims", "nodes"], null, place);
  // A user limited to one namespace may not count nodes: then assume several.
  const objects = both ?? (await list(["persistentvolumeclaims"], null, place));
  return {
    claims: objects.filter(({ kind }) => kind === "PersistentVolumeClaim"),
    severalNodes: both === null || both.filter(({ kind }) => kind === "Node").length > 1,
  };
}
