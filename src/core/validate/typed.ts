// An object as Kubernetes' types have it: which of its maps is what.
import type { KubeObject } from "../model/manifest.ts";
import { type Fields, isMap, type Place, pointer } from "../model/read.ts";
import { resolved } from "./check.ts";
import type { Schema, SchemaSet } from "./schema-set.ts";

export interface TypedMap extends Place {
  /** `core.v1.Container`, of the definition io.k8s.api.core.v1.Container. */
  readonly type: string;
}

const PACKAGES = /^io\.k8s\.(api|apimachinery\.pkg\.apis)\./;

/** Every map of an object that has a type of its own; none of a kind without a schema. */
export function typedMaps(set: SchemaSet, object: KubeObject): readonly TypedMap[] {
  return [...maps(set, schemaOf(set, object), object, "")];
}

function* maps(set: SchemaSet, schema: Schema, value: unknown, path: string): Iterable<TypedMap> {
  if (schema.$ref !== undefined && isMap(value)) yield { type: schema.$ref.replace(PACKAGES, ""), path, value };
  for (const [key, inner, of] of entries(set, schema, value)) yield* maps(set, of, inner, path + pointer(key));
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
