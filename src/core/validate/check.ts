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

/** Where a value is, and whose schema it has. */
interface Place {
  readonly set: SchemaSet;
  readonly path: string;
  /** Kubernetes' own types take null, and no word, as nothing; a custom resource takes null only where its definition says so. */
  readonly builtIn: boolean;
}

export function check(set: SchemaSet, value: unknown, schema: Schema): Errors {
  return errorsAt({ set, path: "", builtIn: false }, value, schema);
}

function errorsAt(at: Place, value: unknown, schema: Schema): Errors {
  const known = resolved(at.set, schema);
  const place = schema.$ref === undefined ? at : { ...at, builtIn: schema.$ref.startsWith("io.k8s.") };
  const { path } = place;
  if (known.enum !== undefined) return enumErrors(value, known.enum, path);
  if (known.type !== undefined && ![known.type].flat().some((type) => isOf(value, type)))
    return [{ instancePath: path, keyword: "type", params: { type: known.type } }];
  if (typeof value === "string") return patternErrors(value, known, path);
  if (typeof value === "number") return rangeErrors(value, known, path);
  if (Array.isArray(value)) return itemErrors(place, value, known);
  return typeof value === "object" && value !== null ? fieldErrors(place, value as Fields, known) : [];
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

const inside = (place: Place, key: string | number): Place => ({ ...place, path: place.path + pointer(key) });

/** Null is an entry with nothing in it, where entries are not known by what they hold. */
function itemErrors(place: Place, values: readonly unknown[], schema: Schema): Errors {
  const { items } = schema;
  if (items === undefined) return [];
  const isKeyed = ["map", "set"].includes(schema["x-kubernetes-list-type"] ?? "");
  const isObject = resolved(place.set, items).type === "object";
  return values.flatMap((value, index) => {
    if (value !== null || isKeyed || !(place.builtIn || items.nullable))
      return errorsAt(inside(place, index), value, items);
    return isObject ? errorsAt(inside(place, index), {}, items) : [];
  });
}

function fieldErrors(place: Place, value: Fields, schema: Schema): Errors {
  const { required = [] } = schema;
  const error = (keyword: string, params: SchemaError["params"]) => ({ instancePath: place.path, keyword, params });
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((missingProperty) => error("required", { missingProperty }));
  const found = Object.entries(value).flatMap(([name, inner]) => {
    const known = fieldOf(schema, name);
    if (known === false) return [error("additionalProperties", { additionalProperty: name })];
    const isLeftOut = known !== undefined && !required.includes(name) && isNothing(place, inner, known);
    return known === undefined || isLeftOut ? [] : errorsAt(inside(place, name), inner, known);
  });
  return [...missing, ...found];
}

/** Which of its fields take no word where one of some may stand, Kubernetes' schemas do not tell: all may. */
function isNothing({ builtIn }: Place, value: unknown, schema: Schema): boolean {
  if (value === null) return builtIn || schema.nullable === true;
  return builtIn && value === "" && schema.enum !== undefined;
}

/** False is a field that is not known, undefined one of which nothing is said. */
export function fieldOf({ properties = {}, additionalProperties }: Schema, name: string): Schema | false | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

/** A field that is null is not there; an entry of a map is. */
export function withoutNull(set: SchemaSet, value: unknown, schema: Schema): unknown {
  const known = resolved(set, schema);
  if (Array.isArray(value)) return value.map((inner) => withoutNull(set, inner, known.items ?? {}));
  if (typeof value !== "object" || value === null) return value;
  const there = Object.entries(value).filter(([, inner]) => inner !== null || known.properties === undefined);
  return Object.fromEntries(there.map(([name, inner]) => [name, withoutNull(set, inner, fieldOf(known, name) || {})]));
}
