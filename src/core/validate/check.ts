// A value against its schema: as the API server takes what is applied to it, in the words of JSON Schema's keywords.
import { pointer } from "../model/read.ts";
import type { Schema, SchemaSet } from "./schema-set.ts";

/** As ajv tells one. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

type Errors = readonly SchemaError[];
type Fields = Readonly<Record<string, unknown>>;

export function check(set: SchemaSet, value: unknown, schema: Schema, path = ""): Errors {
  const known = resolved(set, schema);
  if (known.enum !== undefined) return enumErrors(value, known.enum, path);
  if (known.type !== undefined && ![known.type].flat().some((type) => isOf(value, type)))
    return [{ instancePath: path, keyword: "type", params: { type: known.type } }];
  if (typeof value === "string") return patternErrors(value, known, path);
  if (typeof value === "number") return rangeErrors(value, known, path);
  if (Array.isArray(value)) return itemErrors(set, value, known, path);
  return typeof value === "object" && value !== null ? fieldErrors(set, value as Fields, known, path) : [];
}

export function resolved(set: SchemaSet, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : set.definition(schema.$ref);
}

function isOf(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function enumErrors(value: unknown, allowedValues: readonly unknown[], instancePath: string): Errors {
  return allowedValues.includes(value) ? [] : [{ instancePath, keyword: "enum", params: { allowedValues } }];
}

function patternErrors(value: string, { pattern }: Schema, instancePath: string): Errors {
  if (pattern === undefined || new RegExp(pattern, "u").test(value)) return [];
  return [{ instancePath, keyword: "pattern", params: { pattern }, message: `must match ${pattern}` }];
}

function rangeErrors(value: number, { minimum, maximum }: Schema, instancePath: string): Errors {
  const error = (keyword: string, limit: number, comparison: string) => [
    { instancePath, keyword, params: { limit, comparison }, message: `must be ${comparison} ${limit}` },
  ];
  if (minimum !== undefined && value < minimum) return error("minimum", minimum, ">=");
  return maximum !== undefined && value > maximum ? error("maximum", maximum, "<=") : [];
}

/** Null is an entry with nothing in it where entries are not known by what they hold. */
function itemErrors(set: SchemaSet, values: readonly unknown[], schema: Schema, path: string): Errors {
  const { items } = schema;
  if (items === undefined) return [];
  const { type } = resolved(set, items);
  const takesNull = !["map", "set"].includes(schema["x-kubernetes-list-type"] ?? "");
  return values.flatMap((value, index) => {
    if (value !== null || !takesNull) return check(set, value, items, path + pointer(index));
    return type === "object" ? check(set, {}, items, path + pointer(index)) : [];
  });
}

/**
 * Null is as if it were not there. So is an empty word where one of some may stand, and need not: which fields take one, Kubernetes' schemas do
 * not tell.
 */
function fieldErrors(set: SchemaSet, value: Fields, schema: Schema, path: string): Errors {
  const { required = [], properties = {}, additionalProperties } = schema;
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((missingProperty) => ({ instancePath: path, keyword: "required", params: { missingProperty } }));
  const found = Object.entries(value).flatMap(([name, inner]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known === false)
      return [{ instancePath: path, keyword: "additionalProperties", params: { additionalProperty: name } }];
    const isNothing = inner === null || (inner === "" && known?.enum !== undefined);
    const isLeftOut = isNothing && !required.includes(name);
    return known === undefined || isLeftOut ? [] : check(set, inner, known, path + pointer(name));
  });
  return [...missing, ...found];
}
