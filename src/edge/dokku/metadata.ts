// The stores of annotations and labels: properties of an app, and of the site for what belongs to a namespace.

import {
  type Bearer,
  type IngressMetadata,
  readEntries,
  type Sort,
  storeName,
  writeEntries,
} from "../../core/dokku/metadata.ts";
import type { StringMap } from "../../core/model/manifest.ts";
import { PLUGIN } from "./paths.ts";
import { changeProperties, readProperty } from "./properties.ts";

export interface Store {
  readonly bearer: Bearer;
  readonly sort: Sort;
  /** An app; for the Ingress a namespace. */
  readonly owner: string;
  readonly processType: string | null;
}

/** A namespace's entries are the site's: an app of the same name has a folder of its own, which goes with the app. */
function placeOf({ bearer, sort, owner, processType }: Store): readonly [scope: string, name: string] {
  return bearer === "ingress"
    ? ["--global", storeName(bearer, sort, owner)]
    : [owner, storeName(bearer, sort, processType)];
}

export async function readStore(store: Store): Promise<StringMap> {
  const [scope, name] = placeOf(store);
  return entriesOf(store, await readProperty(PLUGIN, scope, name));
}

/** Changes the entries as they are now. An empty store is kept: for a namespace it says that what the original stored no longer counts. */
export async function changeStore(store: Store, decide: (entries: StringMap) => StringMap): Promise<void> {
  const [scope, name] = placeOf(store);
  await changeProperties(scope, async (own) => {
    const entries = decide(await entriesOf(store, own[name] ?? null));
    return {
      [name]: writeEntries(entries)
        .map((line) => `${line}\n`)
        .join(""),
    };
  });
}

async function entriesOf({ bearer, sort, owner }: Store, text: string | null): Promise<StringMap> {
  if (text !== null || bearer !== "ingress") return readEntries(text ?? "");
  // The original plugin took the namespace for an app. What it stored counts until ours is written for the first time.
  return readEntries((await readProperty(PLUGIN, owner, storeName("ingress", sort, null))) ?? "");
}

export async function readIngressMetadata(namespace: string): Promise<IngressMetadata> {
  const read = (sort: Sort) => readStore({ bearer: "ingress", sort, owner: namespace, processType: null });
  const [annotations, labels] = await Promise.all([read("annotations"), read("labels")]);
  return { annotations, labels };
}
