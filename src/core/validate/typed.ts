// An object as Kubernetes' types have it: which of its maps is what.
import type { KubeObject } from "../model/manifest.ts";
import { type Fields, isMap, type Place, pointer } from "../model/read.ts";
import { resolved } from "./check.ts";
import type { Schema, SchemaSet } from "./schema-set.ts";

const PACKAGES = /^io\.k8s\.(api|apimachinery\.pkg\.apis)\./;

/**
 * Every map of an object that has a type of its own, by the type: `core.v1.Container`, of the definition io.k8s.api.core.v1.Container. None
 * of a kind without a schema.
 */
export function typedMaps(set: SchemaSet, object: KubeObject): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  collect(set, schemaOf(set, object), { path: "", value: object }, found);
  return found;
}

function collect(set: SchemaSet, schema: Schema, { path, value }: Place, found: Map<string, Place[]>): void {
  if (schema.$ref !== undefined && isMap(value)) {
    const type = schema.$ref.replace(PACKAGES, "");
    const same = found.get(type) ?? [];
    found.set(type, same);
    same.push({ path, value });
  }
  for (const [key, inner, of] of entries(set, schema, value))
    if (typeof inner === "object") collect(set, of, { path: path + pointer(key), value: inner }, found);
}

function schemaOf(set: SchemaSet, { apiVersion, kind }: KubeObject): Schema {
  const known = set.kind(`${apiVersion}/${kind}`);
  return known === null ? {} : { $ref: known.definition };
}

/** What is in a map or list, with its schema; without one where that is not known. */
function entries(set: SchemaSet, schema: Schema, value: unknown): readonly (readonly [string, unknown, Schema])[] {
  const { properties = {}, additionalProperties, items } = resolved(set, schema);
  if (Array.isArray(value)) return value.map((inner, index) => [String(index), inner, items ?? {}]);
  if (!isMap(value)) return [];
  const of = (key: string) => (Object.hasOwn(properties, key) ? properties[key] : undefined) ?? additionalProperties;
  return Object.entries(value as Fields).map(([key, inner]) => [key, inner, of(key) || {}]);
}
