// An app's record, as a cluster sees it.
import { type Cluster, isNamedAs, type Place } from "../model/cluster.ts";
import type { Ref } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { isRoute } from "../objects/routing.ts";

/** What the app has in `cluster` are its objects, whatever it has in others is in `elsewhere`. It routes only where it was last deployed. */
export function seenFrom(
  cluster: Cluster,
  record: ReleaseRecord,
  isSame: (one: Cluster, other: Cluster) => boolean,
): ReleaseRecord {
  if (isNamedAs(cluster, record.cluster)) return record;
  if (isSame(cluster, record.cluster)) return { ...record, cluster };
  const here = record.elsewhere.filter((place) => isSame(cluster, place.cluster));
  const others = record.elsewhere.filter((place) => !here.includes(place));
  return {
    ...record,
    cluster,
    objects: here.flatMap(({ objects }) => objects),
    routes: [],
    elsewhere: [...others, { cluster: record.cluster, objects: record.objects }],
  };
}

/** Where an Ingress or a Gateway has the app's hosts besides the namespace it is in now: a Gateway prefers the oldest route. */
export function otherPlaces(
  { cluster, objects, elsewhere }: Pick<ReleaseRecord, "cluster" | "objects" | "elsewhere">,
  namespace: string,
): readonly Place[] {
  const of = (one: { readonly cluster: Cluster; readonly objects: readonly Ref[] }): readonly Place[] =>
    routing(one.objects).map((name) => ({ cluster: one.cluster, namespace: name }));
  return [...of({ cluster, objects }).filter((one) => one.namespace !== namespace), ...elsewhere.flatMap(of)];
}

/** The namespaces that have one with the app's hosts. */
function routing(objects: readonly Ref[]): readonly string[] {
  return [...new Set(objects.filter(hasHosts).flatMap(({ namespace }) => namespace ?? []))];
}

export const hasHosts = (ref: Ref) => ref.kind === "Ingress" || isRoute(ref);

/** The record with other objects in one of its clusters. One of `elsewhere` that has none left is forgotten. */
export function withObjects(record: ReleaseRecord, cluster: Cluster, objects: readonly Ref[]): ReleaseRecord {
  if (isNamedAs(cluster, record.cluster)) return { ...record, objects };
  const elsewhere = record.elsewhere.map((place) =>
    isNamedAs(cluster, place.cluster) ? { cluster: place.cluster, objects } : place,
  );
  return { ...record, elsewhere: elsewhere.filter((place) => place.objects.length > 0) };
}
