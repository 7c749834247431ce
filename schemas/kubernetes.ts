// Kubernetes' own OpenAPI, of each minor below -> the lines of kubernetes.tsv.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lineOf } from "../src/core/validate/lines.ts";
import { type OpenApi, prune, refsIn } from "../src/core/validate/prune.ts";
import type { Kind, Schema } from "../src/core/validate/schema-set.ts";
import { moduleFolder } from "./module-folder.ts";

/** Oldest first. */
const VERSIONS = ["1.31.14", "1.32.13", "1.33.13", "1.34.4", "1.35.4", "1.36.3", "1.37.2"];

interface Operation {
  readonly "x-kubernetes-group-version-kind"?: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
}

interface Swagger {
  readonly definitions: Readonly<Record<string, OpenApi>>;
  readonly paths: Readonly<Record<string, { readonly patch?: Operation }>>;
}

/** What `kubectl apply` can write: whatever has a name and can be patched there. */
function kindsOf({ paths, definitions }: Swagger): Readonly<Record<string, Kind>> {
  const definitionOf = new Map(
    Object.entries(definitions).flatMap(([name, schema]) =>
      (schema["x-kubernetes-group-version-kind"] ?? []).map((gvk) => [nameOf(gvk), name]),
    ),
  );
  const kinds = Object.entries(paths).flatMap(([path, { patch }]) => {
    const gvk = patch?.["x-kubernetes-group-version-kind"];
    const definition = gvk && definitionOf.get(nameOf(gvk));
    if (definition === undefined || !path.endsWith("/{name}")) return [];
    return [[nameOf(gvk), { definition, namespaced: path.includes("/{namespace}/") }] as const];
  });
  return Object.fromEntries(kinds);
}

function nameOf(gvk: Operation["x-kubernetes-group-version-kind"]): string {
  return [gvk?.group, gvk?.version, gvk?.kind].filter(Boolean).join("/");
}

/**
 * The swagger.json of the module lacks the lists of allowed values, which its generated Go has: definition -> field -> values.
 */
function enumsOf(go: string): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const functions = go.split(/^func schema_/m).slice(1);
  return new Map(functions.map((text) => [text.slice(0, text.indexOf("(")), enumsIn(text)]));
}

function enumsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  let field = "";
  for (const line of text.split("\n")) {
    field = /^\t{5}"(.+)": \{$/.exec(line)?.[1] ?? field;
    const values = /^\t+Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line)?.[1];
    if (values !== undefined) found.set(field, JSON.parse(`[${values}]`) as string[]);
  }
  return found;
}

/** `io.k8s.api.core.v1.Pod` as the generated Go writes it: the last four parts of its package are enough there. */
function goName(definition: string): string {
  const parts = definition.replace(/^io\.k8s\./, "k8sio.").split(".");
  return parts.slice(-5).join("_");
}

function withEnums(schema: OpenApi, enums: ReadonlyMap<string, readonly string[]> | undefined): OpenApi {
  if (enums === undefined || schema.properties === undefined) return schema;
  const properties = Object.entries(schema.properties).map(([name, field]) => [name, withEnum(field, enums.get(name))]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** The values of a list or map are those of its entries. */
function withEnum(field: OpenApi, values: readonly string[] | undefined): OpenApi {
  const { items, additionalProperties } = field;
  if (values === undefined) return field;
  if (items !== undefined) return { ...field, items: { ...items, enum: values } };
  if (typeof additionalProperties !== "object") return { ...field, enum: values };
  return { ...field, additionalProperties: { ...additionalProperties, enum: values } };
}

type Entries = Readonly<Record<string, Kind | Schema>>;

/** Kinds and what they are made of, by name. */
function readEntries(version: string): Entries {
  const folder = moduleFolder("k8s.io/kubernetes", `v${version}`);
  const swagger = JSON.parse(readFileSync(join(folder, "api/openapi-spec/swagger.json"), "utf8")) as Swagger;
  const enums = enumsOf(readFileSync(join(folder, "pkg/generated/openapi/zz_generated.openapi.go"), "utf8"));
  const kinds = kindsOf(swagger);
  const definitions: Record<string, Schema> = {};
  const add = (name: string): void => {
    if (definitions[name] !== undefined) return;
    definitions[name] = prune(name, withEnums(swagger.definitions[name] ?? {}, enums.get(goName(name))));
    refsIn(definitions[name]).forEach(add);
  };
  for (const { definition } of Object.values(kinds)) add(definition);
  return { ...kinds, ...definitions };
}

/** A line for whatever is otherwise than in the minor before. */
function changes(now: Entries, before: Entries, minor: number): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]))
    .map((name) => lineOf(name, minor, now[name] ?? null));
}

/** By name, then by minor. */
export function kubernetesLines(): readonly string[] {
  const entries = VERSIONS.map(readEntries);
  const lines = VERSIONS.flatMap((version, i) =>
    changes(entries[i] ?? {}, entries[i - 1] ?? {}, Number(version.split(".")[1])),
  );
  const name = (line: string) => line.slice(0, line.indexOf("\t"));
  return lines.sort((a, b) => Number(name(a) > name(b)) - Number(name(a) < name(b)));
}
