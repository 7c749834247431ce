// One object against Kubernetes' own schema of its kind.
import type { Issue, KubeObject, Manifest } from "../model/manifest.ts";
import { keysOf, valueAt } from "../model/read.ts";
import { didYouMean } from "../words/nearest.ts";
import { check, fieldOf, resolved, type SchemaError, withoutNull } from "./check.ts";
import { toIssue } from "./schema-issues.ts";
import type { Kind, Schema, SchemaSet } from "./schema-set.ts";
import { unknownKind } from "./unknown-kind.ts";

export function schemaIssues({ object, ref }: Pick<Manifest, "object" | "ref">, set: SchemaSet): readonly Issue[] {
  const kind = kindOf(set, object);
  if (kind === null) return [unknownKind(set, nameOf(object))];
  const schema = { $ref: kind.definition };
  const isExact = set.isExact(object.apiVersion);
  const issues = check(set, object, schema)
    .map((error) => withHelp(object, set, schema, error))
    .map((issue): Issue => (isExact ? issue : { ...issue, severity: "warning" }));
  return kind.namespaced || ref.namespace === null ? issues : [shared(object.kind), ...issues];
}

/** Without what Kubernetes takes as not there. */
export function asRead(object: KubeObject, set: SchemaSet): KubeObject {
  const kind = kindOf(set, object);
  // Most objects have no null, and are not copied.
  return kind === null || !JSON.stringify(object).includes(":null")
    ? object
    : (withoutNull(set, object, { $ref: kind.definition }) as KubeObject);
}

type Named = Pick<KubeObject, "apiVersion" | "kind">;

export const hasSchema = (set: SchemaSet, kind: Named): boolean => kindOf(set, kind) !== null;

const nameOf = ({ apiVersion, kind }: Named) => `${apiVersion}/${kind}`;
const kindOf = (set: SchemaSet, kind: Named): Kind | null => set.kind(nameOf(kind));

/** One release would overwrite or remove what another has. */
const shared = (kind: string): Issue => ({
  severity: "error",
  rule: null,
  path: "",
  message: `a ${kind} is not namespaced, so it cannot belong to an app: apply it once with kubectl`,
});

/** With the nearest field that there is, or what stands there instead of what is allowed. */
function withHelp(object: KubeObject, set: SchemaSet, schema: Schema, error: SchemaError): Issue {
  const issue = toIssue(error);
  const more = (text: string): Issue => ({ ...issue, message: issue.message + text });
  if (error.keyword === "additionalProperties") {
    const near = didYouMean(String(error.params.additionalProperty), fieldsAt(set, schema, keysOf(error.instancePath)));
    return set.isExact(object.apiVersion) ? more(near) : unknownField(object, issue.path, near);
  }
  const value = valueAt(object, issue.path);
  if (error.keyword === "required" || isSecret(object, issue.path) || !isShort(value)) return issue;
  const allowed = error.keyword === "enum" ? (error.params.allowedValues as readonly unknown[]).map(String) : [];
  return more(`, not ${JSON.stringify(value)}${didYouMean(String(value), allowed)}`);
}

/** Of a custom resource of which the cluster has not told yet: it may have another version. */
const unknownField = ({ apiVersion, kind }: KubeObject, path: string, near: string): Issue => ({
  severity: "warning",
  rule: null,
  path,
  message: `is no field of ${apiVersion} ${kind} in the version that is known here${near}`,
});

/** Characters of what is shown. */
const SHORT = 40;

const isShort = (value: unknown) =>
  value === null || (["string", "number", "boolean"].includes(typeof value) && String(value).length <= SHORT);

/** What may be a value of the config is never shown. */
const isSecret = ({ kind }: KubeObject, path: string) => kind === "Secret" || keysOf(path).includes("env");

/** Names of the fields that a value of `schema` may have at `keys`. */
function fieldsAt(set: SchemaSet, schema: Schema, keys: readonly string[]): readonly string[] {
  const step = (from: Schema, key: string): Schema => {
    const known = resolved(set, from);
    return known.items ?? (fieldOf(known, key) || {});
  };
  return Object.keys(resolved(set, keys.reduce(step, schema)).properties ?? {});
}
