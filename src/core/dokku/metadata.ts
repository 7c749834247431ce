// Annotations and labels that people add to an app's objects: where they are stored, in which lines, and which are refused.

import { SchedulerError } from "../errors.ts";
import type { StringMap } from "../model/manifest.ts";

/** What carries them; `pod` is the pod template of a Deployment. */
export const bearers = ["deployment", "pod", "service", "ingress"] as const;
export type Bearer = (typeof bearers)[number];

export const sorts = ["annotations", "labels"] as const;
export type Sort = (typeof sorts)[number];

/** Entries by store: `deployment-annotations` of every process type, `deployment-annotations.web` of one. */
export type MetadataStores = Readonly<Record<string, StringMap>>;

/** The Ingress is its namespace's, not an app's. */
export type IngressMetadata = Readonly<Record<Sort, StringMap>>;

/** Name of the property that holds them; `of` is a process type, for the Ingress a namespace. */
export function storeName(bearer: Bearer, sort: Sort, of: string | null): string {
  return `${bearer}-${sort}${of === null ? "" : `.${of}`}`;
}

/** Of all properties of an app, those that are stores. */
export function storesOf(properties: StringMap): MetadataStores {
  const stores = bearers.flatMap((bearer) => sorts.map((sort) => storeName(bearer, sort, null)));
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => stores.includes(name.split(".")[0] ?? ""))
      .map(([name, text]) => [name, readEntries(text)]),
  );
}

/** What an object of a process type carries: its own win over those of all. */
export function entriesOf(stores: MetadataStores, bearer: Bearer, sort: Sort, type: string): StringMap {
  return { ...stores[storeName(bearer, sort, null)], ...stores[storeName(bearer, sort, type)] };
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
  if (OWNED[sort].includes(key)) return "the plugin sets it itself, to find its objects";
  return keyIssue(sort, key) ?? (sort === "labels" ? labelIssue(value) : null);
}

/** What selects pods or says whose an object is; and what makes a rollout. */
const OWNED: Readonly<Record<Sort, readonly string[]>> = {
  annotations: [
    "kubectl.kubernetes.io/restartedAt",
    "deployment.kubernetes.io/revision",
    "dokku.com/app",
    "dokku.com/process-type",
  ],
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
  readonly app: string;
  readonly object: Bearer;
  /** Null when it is for all; an Ingress has none. */
  readonly processType: string | null;
  /** Of the Ingress; null for an object of the app. */
  readonly namespace: string | null;
  readonly name: string;
  readonly value: string;
}

/** What the reports list of an app, by object, process type and name. */
export function metadataRows(
  app: string,
  sort: Sort,
  stores: MetadataStores,
  namespace: string,
  ingress: StringMap,
): readonly MetadataRow[] {
  const own = Object.entries(stores).flatMap(([store, entries]) => {
    const [head = "", ...type] = store.split(".");
    const object = bearers.find((bearer) => storeName(bearer, sort, null) === head);
    if (object === undefined || object === "ingress") return [];
    const processType = type.length === 0 ? null : type.join(".");
    return Object.entries(entries).map(([name, value]) => ({ object, processType, namespace: null, name, value }));
  });
  const shared = Object.entries(ingress).map(([name, value]) => ({
    object: "ingress" as const,
    processType: null,
    namespace,
    name,
    value,
  }));
  const place = ({ object, processType, name }: Omit<MetadataRow, "app">) =>
    [bearers.indexOf(object), processType ?? "", name].join(" ");
  return [...own, ...shared].map((row) => ({ app, ...row })).sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** `deployment web  KEY  VALUE` in columns; a value that is not one plain line is printed as JSON. */
export function rowLines(rows: readonly MetadataRow[]): readonly string[] {
  const cells = rows.map(({ object, processType, namespace, name, value }) => [
    [object, processType ?? namespace ?? ""].join(" ").trimEnd(),
    name,
    isPlain(value) ? value : JSON.stringify(value),
  ]);
  const width = (column: 0 | 1) => Math.max(0, ...cells.map((row) => (row[column] as string).length)) + 2;
  return cells.map(([where = "", name = "", value = ""]) => where.padEnd(width(0)) + name.padEnd(width(1)) + value);
}
