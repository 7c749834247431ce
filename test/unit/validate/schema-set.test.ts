import * as assert from "uvu/assert";
import type { Schema } from "../../../src/core/validate/schema-set.ts";
import { schemas, schemasOf } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

function* partsOf(schema: Schema): Iterable<Schema> {
  yield schema;
  const { properties = {}, items, additionalProperties } = schema;
  for (const inner of [...Object.values(properties), items, additionalProperties]) if (inner) yield* partsOf(inner);
}

suite("schemas", {
  ...table(
    [
      ["of a minor", 33, 33],
      ["of one before the first", 12, schemas.oldest],
      ["of one after the last", 99, schemas.newest],
      ["of nobody knows which", null, schemas.newest],
    ] as const,
    (_title, asked, minor) => assert.is(schemasOf(asked).minor, minor),
  ),
  "a field that a minor has brought": () => {
    const fields = (minor: number) => schemasOf(minor).definition("io.k8s.api.core.v1.ContainerRestartRule").properties;
    assert.is(fields(33), undefined);
    assert.ok(fields(34)?.exitCodes);
  },
  "a kind that a minor has brought, or has no longer": () => {
    const has = (minor: number, kind: string) => schemasOf(minor).kind(`resource.k8s.io/${kind}`) !== null;
    assert.equal(
      [33, 34].map((minor) => [has(minor, "v1alpha3/DeviceClass"), has(minor, "v1/DeviceClass")]),
      [
        [true, false],
        [false, true],
      ],
    );
  },
  "every kind that can be applied": () => {
    for (const kind of ["v1/Pod", "apps/v1/StatefulSet", "apps/v1/DaemonSet", "rbac.authorization.k8s.io/v1/Role"])
      assert.is(schemas.kind(kind)?.namespaced, true, kind);
    for (const kind of [
      "v1/PersistentVolume",
      "storage.k8s.io/v1/StorageClass",
      "apiextensions.k8s.io/v1/CustomResourceDefinition",
    ])
      assert.is(schemas.kind(kind)?.namespaced, false, kind);
    assert.not(schemas.kinds().some((kind) => /List$|Review$|\/Status$|^policy.*\/Eviction$/.test(kind)));
  },
  "each is whole, and its regular expressions are JavaScript's too": () => {
    for (let minor = schemas.oldest; minor <= schemas.newest; minor++) {
      const set = schemasOf(minor);
      const seen = new Set<string>();
      const see = (name: string, from: string): void => {
        if (seen.has(name)) return;
        seen.add(name);
        const definition = set.definition(name);
        assert.ok(Object.keys(definition).length > 0 || name.includes(".JSON"), `1.${minor}: ${from} has ${name}`);
        for (const { $ref, pattern } of partsOf(definition)) {
          if (pattern !== undefined) assert.ok(new RegExp(pattern, "u"));
          if ($ref !== undefined) see($ref, name);
        }
      };
      for (const kind of set.kinds()) see(set.kind(kind)?.definition ?? "", kind);
      assert.ok(seen.size > 400);
    }
  },
});
