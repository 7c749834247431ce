// What an app that Dokku no longer knows by this name has left in clusters: destroyed while they were away, or renamed and not yet deployed.
import type { Route } from "./app.ts";
import type { Cluster, Place } from "./cluster.ts";
import type { Ref } from "./manifest.ts";
import type { ReleaseRecord } from "./record.ts";

/** What is, or may be, in a cluster. */
export interface Holding {
  readonly cluster: Cluster;
  readonly objects: readonly Ref[];
}

export interface Left extends Holding {
  /** Host names that are served until the heir serves them. */
  readonly routes: readonly Route[];
}

export interface Leftovers {
  /** The app that it was renamed to, whose first deploy removes all this; null when the app is gone. */
  readonly heir: string | null;
  readonly left: readonly Left[];
}

/** A place of which nothing is known: what is there is found by its labels. */
export function holdingOf({ cluster, namespace }: Place): Holding {
  return { cluster, objects: [{ apiVersion: "v1", kind: "Namespace", namespace: null, name: namespace }] };
}

/** All that a record speaks of. */
export function leftoversOf({ cluster, objects, elsewhere, routes }: ReleaseRecord, heir: string | null): Leftovers {
  const others = elsewhere.map((holding) => ({ ...holding, routes: [] }));
  return { heir, left: [{ cluster, objects, routes: heir === null ? [] : routes }, ...others] };
}
