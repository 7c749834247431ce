// What an app that Dokku no longer knows by this name has left in clusters: destroyed while they were unreachable, or renamed and not yet deployed.
import type { Route } from "./app.ts";
import type { Cluster, Place } from "./cluster.ts";
import type { Ref } from "./manifest.ts";
import type { ReleaseRecord } from "./record.ts";

/** What is, or may be, in a cluster. */
export interface ClusterObjects {
  readonly cluster: Cluster;
  readonly objects: readonly Ref[];
}

export interface LeftoverObjects extends ClusterObjects {
  /** Host names that are served until the app of the new name serves them. */
  readonly routes: readonly Route[];
}

export interface Leftovers {
  /** The app that it was renamed to, whose first deploy removes all this; null when the app is gone. */
  readonly heir: string | null;
  readonly left: readonly LeftoverObjects[];
}

/** A place without a record: its objects are found by their labels. */
export function clusterObjectsOf({ cluster, namespace }: Place): ClusterObjects {
  return { cluster, objects: [{ apiVersion: "v1", kind: "Namespace", namespace: null, name: namespace }] };
}

/** Everything in a record; none of an emptied one. */
export function leftoversOf({ cluster, objects, elsewhere, routes }: ReleaseRecord, heir: string | null): Leftovers {
  const others = elsewhere.map((holding) => ({ ...holding, routes: [] }));
  const all = [{ cluster, objects, routes: heir === null ? [] : routes }, ...others];
  return { heir, left: all.filter((one) => one.objects.length > 0) };
}
