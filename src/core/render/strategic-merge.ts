// Kubernetes' strategic merge, as kubectl and kustomize do it: maps field by field, some lists entry by entry, `null` and `$patch` take away.
import { entryOf, type Fields, isMap, keysOf, list, pointer } from "../model/read.ts";
import { isSame, PLAIN, type Shape } from "./merge-keys.ts";

const DIRECTIVE = "$patch";
const WORDS: ReadonlySet<unknown> = new Set(["delete", "merge", "replace"]);
/** What programs write into patches that they make. */
const OTHERS = /^\$(?:retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

/** The patch cannot be merged; `at` is a JSON pointer into it. */
export class Unmergeable extends Error {
  readonly at: string;

  constructor(at: string, message: string) {
    super(message);
    this.at = at;
  }
}

/** Throws Unmergeable. */
export function merge(value: unknown, patch: unknown, shape: Shape, path = ""): unknown {
  if (Array.isArray(patch)) return mergeList(list(value), patch, shape, path);
  return isMap(patch) ? mergeMap(value, patch, shape, path) : patch;
}

function mergeMap(value: unknown, patch: Fields, { fields }: Shape, path: string): Fields {
  const before: Fields = directive(patch, path) === "merge" && isMap(value) ? value : {};
  const result = new Map(Object.entries(before));
  for (const [key, inner] of Object.entries(patch)) {
    const at = path + pointer(key);
    if (OTHERS.test(key)) throw new Unmergeable(at, `${key} is not known here: ${DIRECTIVE} and null are`);
    if (key === DIRECTIVE) continue;
    if (inner === null || (isMap(inner) && directive(inner, at) === "delete")) result.delete(key);
    else result.set(key, merge(result.get(key), inner, entryOf(fields, key) ?? PLAIN, at));
  }
  return Object.fromEntries(result);
}

function mergeList(value: readonly unknown[], patch: readonly unknown[], shape: Shape, path: string): unknown[] {
  const isMerged = shape.key !== null && !patch.some(isForAll);
  const result = isMerged ? [...value] : [];
  for (const [index, entry] of patch.entries()) {
    if (!isForAll(entry)) mergeEntry(result, entry, shape, path + pointer(index));
  }
  return result;
}

/** `- $patch: replace`: the other entries of the patch are the whole list. */
const isForAll = (entry: unknown) => isMap(entry) && entry[DIRECTIVE] === "replace" && Object.keys(entry).length === 1;

function mergeEntry(result: unknown[], entry: unknown, { key, fields }: Shape, path: string): void {
  const shape: Shape = { key: null, fields };
  const word = isMap(entry) ? directive(entry, path) : "merge";
  if (key === null) {
    if (word === "delete")
      throw new Unmergeable(
        path,
        "this list is replaced whole: leave out the entry that is to go, and write the others",
      );
    result.push(merge(undefined, entry, shape, path));
    return;
  }
  if (!isMap(entry) || !["string", "number"].includes(typeof entry[key]))
    throw new Unmergeable(path, `an entry of this list needs its ${key}, which says which one is meant`);
  const found = result.findIndex((one) => isMap(one) && isSame(one, entry, key));
  if (word !== "delete") {
    const before = word === "merge" ? result[found] : undefined;
    result.splice(found === -1 ? result.length : found, 1, merge(before, entry, shape, path));
  } else if (found === -1) throw new Unmergeable(path, `there is no ${key} ${entry[key]} to delete`);
  else result.splice(found, 1);
}

function directive(map: Fields, path: string): "delete" | "merge" | "replace" {
  const word = entryOf(map, DIRECTIVE) ?? "merge";
  if (WORDS.has(word)) return word as "delete" | "merge" | "replace";
  throw new Unmergeable(path + pointer(DIRECTIVE), `${DIRECTIVE} is delete, merge or replace`);
}

export interface Followed {
  /** How far the way goes there. */
  readonly pointer: string;
  readonly steps: number;
  readonly isWhole: boolean;
}

/** The way through `to`, of the same shape, that leads to what stands in `from` at a JSON pointer: an entry may have another index there. */
export function follow(from: unknown, to: unknown, path: string, shape: Shape): Followed {
  const keys = keysOf(path);
  const way: (string | number)[] = [];
  let [here, there, form] = [from, to, shape];
  for (const key of keys) {
    const next = Array.isArray(here) ? indexIn(here, list(there), Number(key), form) : key;
    const inner = isIndexed(there) && Object.hasOwn(there, next) ? (there as Fields)[next] : undefined;
    if (inner === undefined) break;
    way.push(next);
    const isEntry = Array.isArray(here);
    here = isIndexed(here) ? (here as Fields)[key] : undefined;
    there = inner;
    form = isEntry ? { key: null, fields: form.fields } : (entryOf(form.fields, key) ?? PLAIN);
  }
  return { pointer: pointer(...way), steps: way.length, isWhole: way.length === keys.length };
}

function indexIn(here: readonly unknown[], there: readonly unknown[], index: number, { key }: Shape): number {
  const entry = here[index];
  if (key === null || !isMap(entry)) return index;
  return there.findIndex((one) => isMap(one) && isSame(one, entry, key));
}

const isIndexed = (value: unknown): value is object => typeof value === "object" && value !== null;
