// An API server's own OpenAPI -> the JSON schemas we validate with, pruned to the kinds we know.
//   kubectl get --raw /openapi/v2 > openapi.json && npx tsx schemas/generate.ts openapi.json schemas/v1.35.json
// of a server that has custom resources, with the kinds that are wanted of them:
//   npx tsx schemas/generate.ts openapi.json schemas/cert-manager.json cert-manager.io/v1/Certificate cert-manager.io/v1/ClusterIssuer
import { readFileSync, writeFileSync } from "node:fs";

const KINDS: readonly string[] = [
  "v1/ConfigMap",
  "v1/Namespace",
  "v1/PersistentVolumeClaim",
  "v1/Secret",
  "v1/Service",
  "v1/ServiceAccount",
  "apps/v1/Deployment",
  "autoscaling/v2/HorizontalPodAutoscaler",
  "batch/v1/CronJob",
  "batch/v1/Job",
  "networking.k8s.io/v1/Ingress",
  "networking.k8s.io/v1/NetworkPolicy",
  "policy/v1/PodDisruptionBudget",
];

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

type Definitions = Readonly<Record<string, Schema>>;

// Two types are written otherwise than they are read.
const SPECIAL: Readonly<Record<string, object>> = {
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: ["integer", "string"] },
  "io.k8s.apimachinery.pkg.api.resource.Quantity": {
    type: ["string", "number"],
    pattern: "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$",
  },
};

const FORMATS: Readonly<Record<string, object>> = {
  int32: { minimum: -2147483648, maximum: 2147483647 },
  byte: { pattern: "^[A-Za-z0-9+/]*={0,2}$" },
  "date-time": { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$" },
};

// Parts of cert-manager's issuers that are larger than all else together and that no template of ours has: anything goes there.
const UNCHECKED: readonly string[] = ["podTemplate", "dns01", "gatewayHTTPRoute", "vault", "venafi"];

/** Descriptions go; a field that an object does not have is an error. */
function prune(schema: Schema): object {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  const { type, format, required, properties, items, additionalProperties } = schema;
  return {
    // The values say the type: with both, a wrong one would be two errors.
    ...(type === undefined || schema.enum !== undefined ? {} : { type }),
    ...(format === undefined ? {} : FORMATS[format]),
    ...(schema.enum === undefined ? {} : { enum: schema.enum }),
    ...(required === undefined ? {} : { required }),
    ...(items === undefined ? {} : { items: prune(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, value]) => [name, UNCHECKED.includes(name) ? {} : prune(value)]),
          ),
          additionalProperties: false,
        }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: prune(additionalProperties) }),
  };
}

/** `apps/v1/Deployment` of every definition that is a kind. */
function kindsOf(definitions: Definitions): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(definitions).flatMap(([name, schema]) =>
      (schema["x-kubernetes-group-version-kind"] ?? []).map(({ group, version, kind }) => [
        [group, version, kind].filter(Boolean).join("/"),
        name,
      ]),
    ),
  );
}

function reachable(definitions: Definitions, roots: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, ref] of JSON.stringify(definitions[name]).matchAll(/#\/definitions\/([^"]+)/g)) visit(ref ?? "");
  };
  roots.forEach(visit);
  return [...found].sort();
}

const [input, output, ...custom] = process.argv.slice(2);
if (input === undefined || output === undefined)
  throw new Error("usage: generate.ts OPENAPI.json SCHEMAS.json [KIND...]");
const { definitions } = JSON.parse(readFileSync(input, "utf8")) as { definitions: Definitions };
const all = kindsOf(definitions);
const kinds = (custom.length > 0 ? custom : KINDS).map((kind) => {
  const definition = all.get(kind);
  if (definition === undefined) throw new Error(`${input} has no ${kind}`);
  return [kind, definition] as const;
});
const names = reachable(
  definitions,
  kinds.map(([, definition]) => definition),
);
const schemas = {
  kinds: Object.fromEntries(kinds),
  definitions: Object.fromEntries(names.map((name) => [name, SPECIAL[name] ?? prune(definitions[name] ?? {})])),
};
writeFileSync(output, `${JSON.stringify(schemas, null, 1)}\n`);
