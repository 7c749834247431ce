// Annotations and labels that people add to an app's objects: where they are stored, in which lines, and which are refused.

import { SchedulerError } from "../errors.ts";
import type { StringMap } from "../model/manifest.ts";
import { columnsWithin } from "../words/columns.ts";

export const sorts = ["annotations", "labels"] as const;
export type Sort = (typeof sorts)[number];

/** Annotations and labels of one object. */
export type Metadata = Readonly<Record<Sort, StringMap>>;

export const NO_METADATA: Metadata = { annotations: {}, labels: {} };

/** Entries by store: `deployment-annotations` of every process type, `deployment-annotations.web` of one. */
export type MetadataStores = Readonly<Record<string, StringMap>>;

/** What carries them: a kind in small letters, or `pod`. */
export type Bearer = string;

/** Name of the property that holds them; `of` is a process type, for the site's of an Ingress a namespace. */
export function storeName(bearer: Bearer, sort: Sort, of: string | null): string {
  return `${bearer}-${sort}${of === null ? "" : `.${of}`}`;
}

const STORE = /^([a-z]+)-(annotations|labels)(?:\.([^.]+))?$/;

/**
 * Of all properties of an app or the site, those that are stores. An Ingress leads to web: what an app sets for it is stored under that type,
 * because without one the original stored a namespace's in the folder of an app; and under a type the site has a namespace's.
 */
export function storesOf(properties: StringMap, scope: "app" | "site"): MetadataStores {
  const counts = ([, bearer, , of]: RegExpExecArray) =>
    bearer !== "ingress" || (of === undefined) === (scope === "site");
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, text]) => {
      const store = STORE.exec(name);
      return store !== null && counts(store) ? [[name, readEntries(text)]] : [];
    }),
  );
}

/** What is stored for a namespace's Ingress in the site's properties, by namespace. */
export function ingressStores(properties: StringMap, sort: Sort): Readonly<Record<string, StringMap>> {
  const head = storeName("ingress", sort, "");
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, text]) =>
      name.startsWith(head) ? [[name.slice(head.length), readEntries(text)]] : [],
    ),
  );
}

/** The type that an app's entries are stored under. */
export function storedType(bearer: Bearer, type: string | null): string | null {
  return bearer === "ingress" ? "web" : type;
}

/** What an object carries: each layer wins over those before it, and in a layer the process type's own over those of all. */
export function entriesOf(layers: readonly MetadataStores[], bearer: Bearer, type: string | null): Metadata {
  const of = storedType(bearer, type);
  const read = (sort: Sort): StringMap => {
    const names = [storeName(bearer, sort, null), ...(of === null ? [] : [storeName(bearer, sort, of)])];
    const entries = layers.flatMap((stores) => names.flatMap((name) => Object.entries(stores[name] ?? {})));
    return Object.fromEntries(entries.filter(([key]) => !isOurs(sort, key)));
  };
  return { annotations: read("annotations"), labels: read("labels") };
}

/** Lines `KEY VALUE`, as the original plugin wrote them: the last of a key counts. A line of JSON, `["KEY","VALUE"]`, is ours alone. */
export function readEntries(text: string): StringMap {
  return Object.fromEntries(text.split("\n").flatMap((line) => (line === "" ? [] : [readEntry(line)])));
}

function readEntry(line: string): readonly [string, string] {
  // No key begins with a bracket. A line that somebody wrote by hand is refused as a key, and can be unset as it stands there.
  const ours = line.startsWith("[") ? pairOf(line) : null;
  if (ours !== null) return ours;
  const [key = line] = /^\S+/.exec(line) ?? [];
  return [key, line.slice(key.length).trim()];
}

function pairOf(line: string): readonly [string, string] | null {
  try {
    const [key, value, ...rest] = JSON.parse(line) as unknown[];
    return typeof key === "string" && typeof value === "string" && rest.length === 0 ? [key, value] : null;
  } catch {
    return null;
  }
}

/** A value that a line cannot hold as it is (line ends, spaces at its ends) goes into a line of JSON. */
export function writeEntries(entries: StringMap): readonly string[] {
  return Object.entries(entries).map(([key, value]) =>
    isPlain(value) ? `${key} ${value}` : JSON.stringify([key, value]),
  );
}

const isPlain = (value: string) => value.trim() === value && !/\p{Cc}/u.test(value);

export interface Change {
  readonly key: string;
  /** Null unsets it. */
  readonly value: string | null;
}

/** Throws BAD_PROPERTY when Kubernetes would refuse the key or value, or we write it ourselves. */
export function changeEntries(entries: StringMap, bearer: Bearer, sort: Sort, { key, value }: Change): StringMap {
  const others = Object.entries(entries).filter(([name]) => name !== key);
  const isStored = others.length < Object.keys(entries).length;
  const wrong = value === null && isStored ? null : refusal(sort, key, value ?? "");
  if (wrong !== null) {
    const which = sort === "annotations" ? "annotation" : "label";
    throw new SchedulerError("BAD_PROPERTY", `set the ${bearer} ${which} ${key}`, [wrong]);
  }
  return Object.fromEntries(value === null ? others : [...others, [key, value]]);
}

function refusal(sort: Sort, key: string, value: string): string | null {
  if (isOurs(sort, key)) return "the plugin sets it itself, to find its objects";
  return keyIssue(sort, key) ?? (sort === "labels" ? labelIssue(value) : null);
}

/** Whether it is the plugin's or a controller's alone to set. */
function isOurs(sort: Sort, key: string): boolean {
  return key.startsWith("dokku.com/") || OWNED[sort].includes(key);
}

/** What selects pods or says whose an object is; and what makes a rollout. */
const OWNED: Readonly<Record<Sort, readonly string[]>> = {
  annotations: ["kubectl.kubernetes.io/restartedAt", "deployment.kubernetes.io/revision"],
  labels: [
    "app",
    "process-type",
    "app-process-type",
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/managed-by",
    "pod-template-hash",
  ],
};

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const PREFIX = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** What is wrong with a key by Kubernetes' rules, null when nothing is. The prefix of an annotation may have capitals. */
export function keyIssue(sort: Sort, key: string): string | null {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? null : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== null && (prefix.length > 253 || !PREFIX.test(sort === "annotations" ? prefix.toLowerCase() : prefix)))
    return `"${prefix}", before the slash, must be a DNS name such as example.com`;
  if (name.length <= 63 && NAME.test(name)) return null;
  const form = "1 to 63 letters, digits, -, _ and ., starting and ending with a letter or digit";
  return `"${name}" must be ${form}${prefix === null ? "; a DNS name and a slash may precede it" : ""}`;
}

/** What is wrong with a label's value, null when nothing is. */
export function labelIssue(value: string): string | null {
  if (value.length > 63) return `"${value}" has ${value.length} characters, a label value may have 63`;
  if (value === "" || NAME.test(value)) return null;
  return `"${value}" is not a valid label value: it may have letters, digits, -, _ and . only, starting and ending with a letter or digit`;
}

export interface MetadataRow {
  /** Or `--global`. */
  readonly app: string;
  readonly object: Bearer;
  /** Null when it is for all. */
  readonly processType: string | null;
  /** Of an Ingress that a namespace's apps share; null for what the app or the site has set. */
  readonly namespace: string | null;
  readonly name: string;
  readonly value: string;
}

/** What the reports list of an app or the site, by object, process type and name; `ingress` is by namespace. */
export function metadataRows(
  app: string,
  sort: Sort,
  stores: MetadataStores,
  ingress: Readonly<Record<string, StringMap>>,
): readonly MetadataRow[] {
  const own = Object.entries(stores).flatMap(([store, entries]) => {
    const [, object = "", of, type = null] = STORE.exec(store) ?? [];
    if (of !== sort) return [];
    const processType = object === "ingress" ? null : type;
    return Object.entries(entries).map(([name, value]) => ({ object, processType, namespace: null, name, value }));
  });
  const shared = Object.entries(ingress).flatMap(([namespace, entries]) =>
    Object.entries(entries).map(([name, value]) => ({ object: "ingress", processType: null, namespace, name, value })),
  );
  const place = ({ object, processType, namespace, name }: Omit<MetadataRow, "app">) =>
    [object, processType ?? namespace ?? "", name].join(" ");
  return [...own, ...shared].map((row) => ({ app, ...row })).sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** `deployment web  KEY  VALUE` in columns; a value that is not one plain line is printed as JSON. */
export function rowLines(rows: readonly MetadataRow[], width: number): readonly string[] {
  const cells = rows.map(({ object, processType, namespace, name, value }) => [
    [object, processType ?? namespace ?? ""].join(" ").trimEnd(),
    name,
    isPlain(value) ? value : JSON.stringify(value),
  ]);
  return columnsWithin(cells, width, 2);
}
