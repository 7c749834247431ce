// One object against Kubernetes' own schema of its kind.
import { fields } from "../../../schemas/fields.js";
import { type SchemaError, validators } from "../../../schemas/validators.js";
import type { Issue, KubeObject } from "../model/manifest.ts";
import { entryOf, keysOf, valueAt } from "../model/read.ts";
import { didYouMean } from "../words/nearest.ts";
import { toIssue } from "./schema-issues.ts";

export function schemaIssues(object: KubeObject): readonly Issue[] {
  const validator = validatorOf(object);
  const kind = nameOf(object);
  if (validator !== undefined)
    return validator(object) ? [] : (validator.errors ?? []).map((error) => withHelp(object, kind, error));
  return [
    {
      severity: "warning",
      rule: null,
      path: "",
      message: `no schema is known for ${kind}: its fields were not checked`,
    },
  ];
}

type Kind = Pick<KubeObject, "apiVersion" | "kind">;

export const hasSchema = (kind: Kind): boolean => validatorOf(kind) !== undefined;

const nameOf = ({ apiVersion, kind }: Kind) => `${apiVersion}/${kind}`;
const validatorOf = (kind: Kind) => entryOf(validators, nameOf(kind));

/** With the nearest field that there is, or what stands there instead of what is allowed. */
function withHelp(object: KubeObject, kind: string, error: SchemaError): Issue {
  const issue = toIssue(error);
  const more = (text: string): Issue => ({ ...issue, message: issue.message + text });
  if (error.keyword === "additionalProperties") {
    const known = fieldsAt(kind, keysOf(error.instancePath));
    return more(didYouMean(String(error.params.additionalProperty), known));
  }
  const value = valueAt(object, issue.path);
  if (error.keyword === "required" || isSecret(object, issue.path) || !isShort(value)) return issue;
  const allowed = error.keyword === "enum" ? (error.params.allowedValues as readonly unknown[]).map(String) : [];
  return more(`, not ${JSON.stringify(value)}${didYouMean(String(value), allowed)}`);
}

/** Characters of what is shown. */
const SHORT = 40;

const isShort = (value: unknown) =>
  value === null || (["string", "number", "boolean"].includes(typeof value) && String(value).length <= SHORT);

/** What may be a value of the config is never shown. */
const isSecret = ({ kind }: KubeObject, path: string) => kind === "Secret" || keysOf(path).includes("env");

/** A name of a definition, the fields of a map by name (`*` is any), the entry of a list, or a plain value. */
type Shape = string | readonly [Shape] | { readonly [name: string]: Shape } | 0;

interface Shapes {
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, Shape>>;
}

/** Names of the fields that an object of a kind may have at `keys`; none where any may be. */
function fieldsAt(kind: string, keys: readonly string[]): readonly string[] {
  const { kinds, definitions } = JSON.parse(fields) as Shapes;
  const known = (shape: Shape | undefined): Shape =>
    typeof shape === "string" ? known(entryOf(definitions, shape)) : (shape ?? 0);
  const step = (shape: Shape, key: string): Shape => {
    if (Array.isArray(shape)) return known(shape[0] as Shape);
    const table = shape as Readonly<Record<string, Shape>>;
    return known(entryOf(table, key) ?? entryOf(table, "*"));
  };
  const found = keys.reduce((shape: Shape, key) => (shape === 0 ? 0 : step(shape, key)), known(entryOf(kinds, kind)));
  return found === 0 || Array.isArray(found) ? [] : Object.keys(found).filter((name) => name !== "*");
}
