// Namespaces that this Dokku server made, where no app of it lives any more, and that hold nothing.
import { type Cluster, type Place, placeName } from "../../core/model/cluster.ts";
import { holdsNothing } from "../../core/plan/leftovers.ts";
import { visibleApps } from "../../edge/dokku/apps.ts";
import { namedPlace, nextPlaceOf, placeOf } from "../../edge/dokku/place.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { namesOf, ownNamespaces, placedKinds, remove } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { tolerated } from "../../edge/system.ts";
import { step } from "../steps/steps.ts";

/** Those in the clusters of the apps and of the site; none of a cluster that does not answer. */
export async function emptyNamespaces(): Promise<readonly Place[]> {
  const homes = await readHomes();
  const places = [...homes, await namedPlace("default", {})];
  const clusters = places
    .map(({ cluster }) => cluster)
    .filter((cluster, index, all) => all.findIndex((one) => isSameCluster(one, cluster)) === index);
  return (await Promise.all(clusters.map((cluster) => emptyIn(cluster, homes)))).flat();
}

async function emptyIn(cluster: Cluster, homes: readonly Place[]): Promise<readonly Place[]> {
  const own = (await ownNamespaces(cluster)).map((namespace) => ({ cluster, namespace }));
  const free = own.filter((place) => !homes.some((home) => isSamePlace(home, place)));
  const kinds = free.length === 0 ? [] : await placedKinds(cluster);
  const empty = await Promise.all(free.map((place) => isEmpty(place, kinds)));
  return free.filter((_, index) => empty[index]);
}

/** Removes one, unless something has come into it since. */
export async function removeNamespace(place: Place): Promise<void> {
  const { cluster, namespace } = place;
  await withPlace(place, () =>
    step({
      title: `Removing the empty ${placeName(place)}`,
      event: null,
      run: async (out) => {
        if (!(await isEmpty(place, await placedKinds(cluster)))) {
          out.title = `${placeName(place)} stays: it is no longer empty`;
          return;
        }
        const ref = { apiVersion: "v1", kind: "Namespace", namespace: null, name: namespace };
        await remove(`remove the empty ${placeName(place)}`, [ref], cluster);
        out.title = `Removed the empty ${placeName(place)}`;
      },
    }),
  );
}

async function isEmpty(place: Place, kinds: readonly string[]): Promise<boolean> {
  const names = await namesOf(kinds, place);
  return names !== null && holdsNothing(names);
}

const isSamePlace = (one: Place, other: Place) =>
  one.namespace === other.namespace && isSameCluster(one.cluster, other.cluster);

/** Where each app is, and where its next release goes. */
async function readHomes(): Promise<readonly Place[]> {
  const placesOf = (app: string) => Promise.all([placeOf(app), nextPlaceOf(app)]);
  const found = (await visibleApps()).map((app) => tolerated(() => placesOf(app)));
  return (await Promise.all(found)).flatMap((places) => places ?? []);
}
