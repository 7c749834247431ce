// The cluster and the namespace an app's objects live in.
import { clusterOf, type Place } from "../../core/model/cluster.ts";
import { placeIn, type ReleaseRecord } from "../../core/model/record.ts";
import { computeProperties } from "../../core/properties/table.ts";
import { readRecord } from "../record.ts";
import { PLUGIN } from "./paths.ts";
import { readFolder, readProperties } from "./properties.ts";

/** Where the last release went; before the first one of ours, where the properties point. */
export async function placeOf(app: string): Promise<Place> {
  return placeBy(await readRecord(app), app);
}

/** The same for who has read its record. */
export async function placeBy(record: ReleaseRecord | null, app: string): Promise<Place> {
  return record === null ? nextPlaceOf(app) : placeIn(record);
}

/** Where the next release goes. */
export async function nextPlaceOf(app: string): Promise<Place> {
  const properties = await readProperties(app);
  return { cluster: clusterOf(properties), namespace: properties.namespace };
}

/** A namespace for which no app speaks: of the site's cluster, unless other words name one. */
export async function namedPlace(namespace: string, words: Readonly<Record<string, string>>): Promise<Place> {
  return { cluster: clusterOf(computeProperties(words, await readFolder(PLUGIN, "--global"))), namespace };
}
