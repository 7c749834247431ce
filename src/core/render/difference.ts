// What changes between two states of the objects of an app, field by field. Values of Secrets and of the environment are never told.
import { type KubeObject, key, type Manifest, type Ref } from "../model/manifest.ts";
import { at, entryOf, type Fields, isMap } from "../model/read.ts";
import { PLAIN, type Shape, shapeOf } from "./merge-keys.ts";

export type Change = "added" | "changed" | "removed";

export interface FieldChange {
  readonly change: Change;
  /** `spec.template.spec.containers[web].image`: an entry of a list by its name, or by what else tells Kubernetes' own entries apart. */
  readonly path: string;
  /** Null where there is none. */
  readonly from: unknown;
  readonly to: unknown;
}

export interface ObjectChange {
  readonly change: Change;
  readonly ref: Ref;
  /** None of an object that comes or goes whole. */
  readonly fields: readonly FieldChange[];
}

type Keys = readonly string[];
type Of = (keys: Keys, value: unknown) => unknown;
type Placed = Pick<Manifest, "ref" | "object">;

/** Objects in their order, those that go last. */
export function difference(before: readonly Placed[], after: readonly Placed[]): readonly ObjectChange[] {
  const old = new Map(before.map(({ ref, object }) => [key(ref), object]));
  const kept = new Set(after.map(({ ref }) => key(ref)));
  const now = after.flatMap(({ ref, object }): readonly ObjectChange[] => {
    const was = old.get(key(ref));
    if (was === undefined) return [{ change: "added", ref, fields: [] }];
    const fields = fieldsOf(was, object);
    return fields.length === 0 ? [] : [{ change: "changed", ref, fields }];
  });
  const gone = before.filter(({ ref }) => !kept.has(key(ref)));
  return [...now, ...gone.map(({ ref }): ObjectChange => ({ change: "removed", ref, fields: [] }))];
}

function fieldsOf(was: KubeObject, now: KubeObject): readonly FieldChange[] {
  return compared({ was, now, shape: shapeOf(now) }, [], (keys, value) => shown(value, keys, now.kind === "Secret"));
}

interface Pair {
  readonly was: unknown;
  readonly now: unknown;
  readonly shape: Shape;
}

function compared({ was, now, shape }: Pair, keys: Keys, show: Of): readonly FieldChange[] {
  const [a, b] = [entries(was, now, shape), entries(now, was, shape)];
  if (a !== null && b !== null) {
    const all = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const inner = (name: string) =>
      isMap(was) ? (entryOf(shape.fields, name) ?? PLAIN) : { key: null, fields: shape.fields };
    return all.flatMap((name) => compared({ was: a[name], now: b[name], shape: inner(name) }, [...keys, name], show));
  }
  if (JSON.stringify(was) === JSON.stringify(now)) return [];
  const change = was === undefined ? "added" : now === undefined ? "removed" : "changed";
  return [{ change, path: pathOf(keys), from: show(keys, was), to: show(keys, now) }];
}

/** A map as it is, a list by the names or the places of its entries; null for what has none, or is compared with something else. */
function entries(value: unknown, other: unknown, { key }: Shape): Fields | null {
  if (isMap(value) && isMap(other)) return value;
  if (!Array.isArray(value) || !Array.isArray(other)) return null;
  const word = ["name", key, "host"].find((one) => one !== null && tells(value, one) && tells(other, one)) ?? null;
  return Object.fromEntries(value.map((entry, index) => [`[${word === null ? index : at(entry, word)}]`, entry]));
}

/** Whether every entry has one of its own. */
function tells(list: readonly unknown[], word: string): boolean {
  const found = list.map((entry) => at(entry, word)).filter((one) => ["string", "number"].includes(typeof one));
  return new Set(found).size === list.length;
}

function pathOf(keys: Keys): string {
  return keys
    .map((word) => (/^\[.*\]$/s.test(word) ? word : /^[\w$-]+$/.test(word) ? `.${word}` : `[${word}]`))
    .join("")
    .replace(/^\./, "");
}

const HIDDEN = "********";

function shown(value: unknown, keys: Keys, isSecret: boolean): unknown {
  if (value === undefined) return null;
  if (isSecret && ["data", "stringData"].includes(keys[0] ?? "") && keys.length > 1) return HIDDEN;
  if (keys.at(-1) === "value" && keys.at(-3) === "env") return HIDDEN;
  if (Array.isArray(value)) return value.map((entry, index) => shown(entry, [...keys, `[${index}]`], isSecret));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, shown(inner, [...keys, name], isSecret)]),
  );
}
