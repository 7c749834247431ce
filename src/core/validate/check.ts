// A value against its schema: as the API server takes what is applied to it, in the words of JSON Schema's keywords.
import { type Fields, isMap, pointer } from "../model/read.ts";
import type { Schema, SchemaSet } from "./schema-set.ts";

/** As ajv tells one. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

type Errors = readonly SchemaError[];

/** Whose schema a value has. */
interface Whose {
  readonly set: SchemaSet;
  /** Kubernetes' own types take null, and no word, as nothing; a custom resource takes null only where its definition says so. */
  readonly builtIn: boolean;
}

export function check(set: SchemaSet, value: unknown, schema: Schema): Errors {
  return errorsOf({ set, builtIn: false }, value, schema);
}

/** Their paths begin at the value: most values have no errors, so that no path is made for them. */
function errorsOf(of: Whose, value: unknown, schema: Schema): Errors {
  const known = resolved(of.set, schema);
  const builtIn = schema.$ref?.startsWith("io.k8s.") ?? of.builtIn;
  if (known.enum !== undefined) return enumErrors(value, known.enum);
  if (known.type !== undefined && !isOfAny(value, known.type)) return [errorOf("type", { type: known.type })];
  if (typeof value === "string") return patternErrors(value, known);
  if (typeof value === "number") return rangeErrors(value, known);
  const whose = builtIn === of.builtIn ? of : { ...of, builtIn };
  if (Array.isArray(value)) return itemErrors(whose, value, known);
  return isMap(value) ? fieldErrors(whose, value, known) : NONE;
}

const NONE: Errors = [];

const errorOf = (keyword: string, params: SchemaError["params"]): SchemaError => ({
  instancePath: "",
  keyword,
  params,
});

/** The errors of what stands at `key`. */
function below(key: string | number, errors: Errors): Errors {
  if (errors.length === 0) return errors;
  return errors.map((error) => ({ ...error, instancePath: pointer(key) + error.instancePath }));
}

export function resolved(set: SchemaSet, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : set.definition(schema.$ref);
}

function isOfAny(value: unknown, types: string | readonly string[]): boolean {
  return typeof types === "string" ? isOf(value, types) : types.some((type) => isOf(value, type));
}

function isOf(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return isMap(value);
  return typeof value === type;
}

function enumErrors(value: unknown, allowedValues: readonly unknown[]): Errors {
  return allowedValues.includes(value) ? NONE : [errorOf("enum", { allowedValues })];
}

function patternErrors(value: string, { pattern }: Schema): Errors {
  if (pattern === undefined || new RegExp(pattern, "u").test(value)) return NONE;
  return [{ ...errorOf("pattern", { pattern }), message: `must match ${pattern}` }];
}

function rangeErrors(value: number, { minimum, maximum }: Schema): Errors {
  const error = (keyword: string, limit: number, comparison: string) => [
    { ...errorOf(keyword, { limit, comparison }), message: `must be ${comparison} ${limit}` },
  ];
  if (minimum !== undefined && value < minimum) return error("minimum", minimum, ">=");
  return maximum !== undefined && value > maximum ? error("maximum", maximum, "<=") : NONE;
}

/** Null is an entry with nothing in it, where entries are not known by what they hold. */
function itemErrors(whose: Whose, values: readonly unknown[], schema: Schema): Errors {
  const { items } = schema;
  if (items === undefined) return NONE;
  const isKeyed = ["map", "set"].includes(schema["x-kubernetes-list-type"] ?? "");
  const takesNull = !isKeyed && (whose.builtIn || items.nullable === true);
  const isObject = resolved(whose.set, items).type === "object";
  return values.flatMap((value, index) => {
    if (value !== null || !takesNull) return below(index, errorsOf(whose, value, items));
    return isObject ? below(index, errorsOf(whose, {}, items)) : NONE;
  });
}

function fieldErrors(whose: Whose, value: Fields, schema: Schema): Errors {
  const { required = [] } = schema;
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((missingProperty) => errorOf("required", { missingProperty }));
  const found = Object.keys(value).flatMap((name) => {
    const [inner, known] = [value[name], fieldOf(schema, name)];
    if (known === false) return [errorOf("additionalProperties", { additionalProperty: name })];
    const isLeftOut = known !== undefined && !required.includes(name) && isNothing(whose, inner, known);
    return known === undefined || isLeftOut ? NONE : below(name, errorsOf(whose, inner, known));
  });
  return [...missing, ...found];
}

/** Which of its fields take no word where one of some may stand, Kubernetes' schemas do not tell: all may. */
function isNothing({ builtIn }: Whose, value: unknown, schema: Schema): boolean {
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
  if (!isMap(value)) return value;
  const there = Object.entries(value).filter(([, inner]) => inner !== null || known.properties === undefined);
  return Object.fromEntries(there.map(([name, inner]) => [name, withoutNull(set, inner, fieldOf(known, name) || {})]));
}
