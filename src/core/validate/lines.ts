// The lines of the files that schema-set.ts reads.
import { type OpenApi, prune } from "./prune.ts";
import type { Kind, Schema } from "./schema-set.ts";

/** `minor` is the one since which it is so, 0 where all have it alike; null is gone. */
export function lineOf(name: string, minor: number, value: Kind | Schema | null): string {
  return [name, minor, value === null ? "" : JSON.stringify(value)].join("\t");
}

export interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly schema: OpenApi;
}

/** Those of a custom resource, the same for all minors of Kubernetes. */
export function customLines({ group, version, kind, namespaced, schema }: CustomKind): readonly string[] {
  const definition = `${group}.${version}.${kind}`;
  return [
    lineOf(`${group}/${version}/${kind}`, 0, { definition, namespaced }),
    lineOf(definition, 0, withMetadata(prune(definition, schema))),
  ];
}

/** A definition says nothing of the metadata, which all kinds have in common. */
function withMetadata(schema: Schema): Schema {
  const metadata = { $ref: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };
  return { ...schema, properties: { ...schema.properties, metadata } };
}
