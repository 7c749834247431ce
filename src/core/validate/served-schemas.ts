// What an API server tells of the fields of a custom resource -> lines of a schema set.
import { at, fields, isMap } from "../model/read.ts";
import { customLines } from "./lines.ts";
import type { OpenApi } from "./prune.ts";

const KIND = "x-kubernetes-group-version-kind";

/**
 * `answer` is what `/openapi/v3/apis/GROUP/VERSION` answers. Kinds that say nothing of their fields are left out: they take any. So is what
 * refers to other definitions, as those of an aggregated API server do.
 */
export function servedLines(answer: unknown, apiVersion: string): readonly string[] {
  const [group = "", version = ""] = apiVersion.split("/");
  const namespaced = new Set(Object.keys(fields(at(answer, "paths"))).flatMap((path) => patchedKind(answer, path)));
  return Object.values(fields(at(answer, "components", "schemas"))).flatMap((schema) => {
    const known = kindOf(at(schema, KIND), group, version);
    if (known === null || !isMap(at(schema, "properties")) || isList(schema)) return [];
    return customLines({ group, version, kind: known, namespaced: namespaced.has(known), schema: schema as OpenApi });
  });
}

/** Of `/apis/GROUP/VERSION/namespaces/{namespace}/things/{name}`. */
function patchedKind(answer: unknown, path: string): readonly string[] {
  const kind = at(answer, "paths", path, "patch", KIND, "kind");
  return path.includes("/{namespace}/") && path.endsWith("/{name}") && typeof kind === "string" ? [kind] : [];
}

function kindOf(kinds: unknown, group: string, version: string): string | null {
  const all: readonly unknown[] = Array.isArray(kinds) ? kinds : [];
  const own = all.find((one) => at(one, "group") === group && at(one, "version") === version);
  const kind = at(own, "kind");
  return typeof kind === "string" ? kind : null;
}

/** Of objects of a kind: `GadgetList`. */
const isList = (schema: unknown) => JSON.stringify(at(schema, "properties", "metadata") ?? null).includes("ListMeta");
