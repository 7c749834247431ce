// The stores of annotations and labels: properties of an app, and of the site for all apps and for what belongs to a namespace.

import {
  type Bearer,
  type Metadata,
  readEntries,
  type Sort,
  storedType,
  storeName,
  storesOf,
  writeEntries,
} from "../../core/dokku/metadata.ts";
import type { Settings } from "../../core/model/app.ts";
import type { StringMap } from "../../core/model/manifest.ts";
import { limitsIn } from "../../core/objects/controllers.ts";
import { valuesOf } from "../../core/properties/set.ts";
import { PLUGIN } from "./paths.ts";
import { changeProperties, readFolder, readProperty } from "./properties.ts";

/** Where entries are stored. */
export interface Store {
  /** An app or `--global`. */
  readonly scope: string;
  readonly property: string;
  /** Where the original stored them, which took a namespace for an app: it counts until ours is written for the first time. */
  readonly before: readonly [scope: string, property: string] | null;
}

export function storeOf(scope: string, bearer: Bearer, sort: Sort, processType: string | null): Store {
  const type = scope === "--global" ? processType : storedType(bearer, processType);
  return { scope, property: storeName(bearer, sort, type), before: null };
}

/** For the Ingress that apps share. It is the site's: an app of the namespace's name has a folder of its own, which goes with the app. */
export function namespaceStore(namespace: string, sort: Sort): Store {
  const before = [namespace, storeName("ingress", sort, null)] as const;
  return { scope: "--global", property: storeName("ingress", sort, namespace), before };
}

/** Changes the entries as they are now. An empty store is kept: for a namespace it says that what the original stored no longer counts. */
export async function changeStore(store: Store, decide: (entries: StringMap) => StringMap): Promise<void> {
  const { scope, property } = store;
  await changeProperties(scope, async (own) => {
    const entries = decide(await entriesIn(store, own[property] ?? null));
    return {
      [property]: writeEntries(entries)
        .map((line) => `${line}\n`)
        .join(""),
    };
  });
}

async function entriesIn({ before }: Store, text: string | null): Promise<StringMap> {
  return readEntries(text ?? (before === null ? null : await readProperty(PLUGIN, ...before)) ?? "");
}

export async function readIngressMetadata(namespace: string): Promise<Metadata> {
  const read = async (sort: Sort) => {
    const store = namespaceStore(namespace, sort);
    return entriesIn(store, await readProperty(PLUGIN, store.scope, store.property));
  };
  const [annotations, labels] = await Promise.all([read("annotations"), read("labels")]);
  return { annotations, labels };
}

/** Of an app or `--global`. */
export async function readSettings(scope: string): Promise<Settings> {
  const [own, nginx] = await Promise.all([readFolder(PLUGIN, scope), readFolder("nginx", scope)]);
  return settingsOf(own, nginx, scope === "--global" ? "site" : "app");
}

/** `own` are this plugin's properties. */
export function settingsOf(own: StringMap, nginx: StringMap, scope: "app" | "site"): Settings {
  return { metadata: storesOf(own, scope), nginx, limits: limitsIn(own), values: valuesOf(own) };
}
