// The objects of objects.yaml, and each of them again with each of its fields broken in several ways.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import yaml from "js-yaml";
import type { KubeObject } from "../../src/core/model/manifest.ts";

export interface Mutation {
  /** Nothing is broken. */
  readonly isWhole: boolean;
  /** `spec.ports[0].port = "abc"`. */
  readonly what: string;
  readonly object: KubeObject;
}

const FILE = join(dirname(fileURLToPath(import.meta.url)), "objects.yaml");

/** Each object as it is comes first: it has to be accepted. */
export function cases(namespace: string): readonly Mutation[] {
  const objects = yaml.loadAll(readFileSync(FILE, "utf8").replaceAll("NAMESPACE", namespace)) as KubeObject[];
  return objects.flatMap((object) => [
    { isWhole: true, what: `${object.kind} as it is`, object },
    ...mutationsOf(object),
  ]);
}

type Path = readonly (string | number)[];

const LONG = "x".repeat(300);

/** What each type of value is replaced with; `undefined` takes the field away. */
function replacements(value: unknown): readonly unknown[] {
  if (typeof value === "string") return [undefined, null, "", "Not_A.valid-Word!", LONG, 7, true, {}, ["a"]];
  if (typeof value === "number") return [undefined, null, -1, 0, 1.5, 70_000, 3e10, "many", "5", [1]];
  if (typeof value === "boolean") return [undefined, null, "yes", "true", 1, {}];
  if (Array.isArray(value)) return [undefined, null, [], {}, "a", [null], [...value, ...value], [...value, {}], [[]]];
  return [undefined, null, [], {}, "a", { ...(value as object), unheardOf: 1 }];
}

/** Where it is and what it is called stays: that is asked for elsewhere. */
const STAYS = ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"];

function mutationsOf(object: KubeObject): readonly Mutation[] {
  return pathsIn(object).flatMap((path) => {
    const name = wordsOf(path);
    if (STAYS.includes(name)) return [];
    return replacements(valueAt(object, path)).map((value) => ({
      isWhole: false,
      what: `${object.kind} ${name} = ${shown(value)}`,
      object: replaced(object, path, value) as KubeObject,
    }));
  });
}

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((one, index) => [index, one] as const)
    : Object.entries(value);
  const here = path.length === 0 ? [] : [path];
  return [...here, ...inner.flatMap(([key, one]) => pathsIn(one, [...path, key]))];
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner: unknown, key) => (inner as Record<string | number, unknown>)[key], value);

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.flatMap((one, index) => {
      if (index !== key) return [one];
      const next = replaced(one, rest, by);
      return next === undefined ? [] : [next];
    });
  const next = replaced((value as Record<string, unknown>)[key], rest, by);
  const others = Object.entries(value as object);
  return Object.fromEntries(
    others.flatMap(([name, one]) => (name !== key ? [[name, one]] : next === undefined ? [] : [[name, next]])),
  );
}

const wordsOf = (path: Path) =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${key}`)).join("");

function shown(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
