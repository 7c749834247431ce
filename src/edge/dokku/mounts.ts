// Which apps mount which claims of a namespace.
import { readMounts } from "../../core/dokku/claims.ts";
import type { Place } from "../../core/model/cluster.ts";
import { namesIn } from "../files.ts";
import { isSameCluster } from "../kube/kubeconfig.ts";
import { tolerated } from "../system.ts";
import { PLUGIN, propertyFile } from "./paths.ts";
import { nextPlaceOf, placeOf } from "./place.ts";
import { readProperty } from "./properties.ts";

/** Apps by claim, hidden apps too. One that moves with its next deploy counts in both places. */
export async function readMounting(place: Place): Promise<ReadonlyMap<string, readonly string[]>> {
  const apps = [...(await namesIn(propertyFile(PLUGIN, "", "")))].sort();
  const mounting = new Map<string, readonly string[]>();
  for (const app of apps) {
    const mounts = readMounts((await readProperty(PLUGIN, app, "volumes")) ?? "");
    if (mounts.length === 0 || !(await isIn(place, app))) continue;
    for (const claim of new Set(mounts.map(({ claim }) => claim)))
      mounting.set(claim, [...(mounting.get(claim) ?? []), app]);
  }
  return mounting;
}

async function isIn({ cluster, namespace }: Place, app: string): Promise<boolean> {
  const places = await Promise.all([tolerated(() => placeOf(app)), nextPlaceOf(app)]);
  return places.some((place) => place?.namespace === namespace && isSameCluster(place.cluster, cluster));
}
