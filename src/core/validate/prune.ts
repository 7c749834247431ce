// A schema as OpenAPI has it -> one we validate with: descriptions go, and a field that an object does not have is an error.
import type { Schema } from "./schema-set.ts";

export interface OpenApi {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApi>>;
  readonly items?: OpenApi;
  readonly additionalProperties?: OpenApi | boolean;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

/** Two types are written otherwise than they are read. */
const SPECIAL: Readonly<Record<string, Schema>> = {
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {
    type: ["integer", "string"],
    minimum: -2147483648,
    maximum: 2147483647,
  },
  "io.k8s.apimachinery.pkg.api.resource.Quantity": {
    type: ["string", "number"],
    pattern: "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$",
  },
};

const FORMATS: Readonly<Record<string, Schema>> = {
  int32: { minimum: -2147483648, maximum: 2147483647 },
  // Line ends count for nothing.
  byte: { pattern: "^[A-Za-z0-9+/\\r\\n]*(=[\\r\\n]*){0,2}$" },
  "date-time": { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$" },
};

/** Fields that the schema requires, and the API server takes when they are not there, as empty or as their only value. */
const NOT_REQUIRED: Readonly<Record<string, string>> = {
  "io.k8s.api.apps.v1.StatefulSetSpec": "serviceName",
  "io.k8s.api.batch.v1.PodFailurePolicy": "rules",
  "io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern": "status",
  "io.k8s.api.core.v1.HTTPHeader": "value",
  "io.k8s.api.core.v1.LimitRangeSpec": "limits",
  "io.k8s.api.core.v1.PreferredSchedulingTerm": "preference",
  "io.k8s.api.core.v1.SleepAction": "seconds",
  "io.k8s.api.discovery.v1.EndpointSlice": "endpoints",
  "io.k8s.api.networking.v1.NetworkPolicySpec": "podSelector",
  "io.k8s.api.rbac.v1.RoleRef": "apiGroup",
};

export function prune(name: string, schema: OpenApi): Schema {
  if (SPECIAL[name] !== undefined) return SPECIAL[name];
  const known = pruned(schema);
  const required = known.required?.filter((field) => field !== NOT_REQUIRED[name]);
  return required === undefined ? known : { ...known, required };
}

function pruned(schema: OpenApi): Schema {
  const { $ref, format, enum: values, required, items } = schema;
  if ($ref !== undefined) return { $ref: $ref.replace("#/definitions/", "") };
  return {
    // The values say the type: with both, a wrong one would be two errors.
    ...(values === undefined ? typeOf(schema) : { enum: values }),
    ...(format === undefined ? {} : FORMATS[format]),
    ...limits(schema),
    ...nullable(schema),
    ...(required === undefined ? {} : { required }),
    ...(items === undefined ? {} : { items: pruned(items), ...listType(schema) }),
    ...fieldsOf(schema),
  };
}

function typeOf({ type, "x-kubernetes-int-or-string": either }: OpenApi): Schema {
  if (either) return { type: ["integer", "string"] };
  return type === undefined ? {} : { type };
}

/** Not the patterns of custom resources: some would take JavaScript minutes for a long word. */
function limits({ minimum, maximum }: OpenApi): Schema {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

/** With values of its own, null has to be among them. */
function nullable({ nullable, enum: values, default: instead }: OpenApi): Schema {
  return (nullable && values === undefined) || instead !== undefined ? { nullable: true } : {};
}

function fieldsOf(schema: OpenApi): Schema {
  const { properties, additionalProperties, "x-kubernetes-preserve-unknown-fields": open } = schema;
  if (properties !== undefined)
    return {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, pruned(field)])),
      ...(open ? {} : { additionalProperties: false }),
    };
  return typeof additionalProperties === "object" ? { additionalProperties: pruned(additionalProperties) } : {};
}

/** A list is `atomic` where nothing is said. */
function listType({ "x-kubernetes-list-type": type }: OpenApi): Schema {
  return type === undefined || type === "atomic" ? {} : { "x-kubernetes-list-type": type };
}

/** Names of the definitions that a schema is made of. */
export function refsIn({ $ref, items, additionalProperties, properties = {} }: Schema): readonly string[] {
  const inner = [...Object.values(properties), items, additionalProperties].flatMap((schema) =>
    schema ? [schema] : [],
  );
  return [...($ref === undefined ? [] : [$ref]), ...inner.flatMap(refsIn)];
}
