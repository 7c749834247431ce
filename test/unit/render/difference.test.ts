import * as assert from "uvu/assert";
import type { Manifest } from "../../../src/core/model/manifest.ts";
import { refOf } from "../../../src/core/model/manifest.ts";
import { difference } from "../../../src/core/render/difference.ts";
import { suite, table } from "../suite.ts";

function manifest(fields: object, kind = "Deployment", name = "web"): Manifest {
  const object = { apiVersion: "v1", kind, metadata: { name }, ...fields };
  const source = { template: "x", origin: "site", patches: [], touched: true, locate: () => null } as const;
  return { source, ref: refOf(object), processType: null, object, issues: [] };
}

/** `change path from to`, of one object. */
function changes(was: object, now: object, kind?: string): readonly string[] {
  const [object] = difference([manifest(was, kind)], [manifest(now, kind)]);
  const words = (value: unknown) => JSON.stringify(value);
  return (object?.fields ?? []).map(({ change, path, from, to }) => [change, path, words(from), words(to)].join(" "));
}

const env = (...values: readonly string[]) => ({
  spec: { containers: [{ name: "web", env: values.map((value, index) => ({ name: `K${index}`, value })) }] },
});

suite("what templates change", {
  ...table(
    [
      ["nothing", { spec: { a: 1, b: [1] } }, { spec: { a: 1, b: [1] } }, []],
      ["a value", { spec: { a: 1 } }, { spec: { a: 2 } }, ["changed spec.a 1 2"]],
      ["another type", { spec: { a: [1] } }, { spec: { a: { b: 1 } } }, ['changed spec.a [1] {"b":1}']],
      ["a new field", { spec: {} }, { spec: { a: { b: 1 } } }, ['added spec.a null {"b":1}']],
      ["a field that goes", { spec: { a: 1 } }, { spec: {} }, ["removed spec.a 1 null"]],
      ["a list", { a: [1, 2] }, { a: [1, 3, 4] }, ["changed a[1] 2 3", "added a[2] null 4"]],
      [
        "an entry before others, by its name",
        { c: [{ name: "web", image: "a" }] },
        { c: [{ name: "log" }, { name: "web", image: "b" }] },
        ['changed c[web].image "a" "b"', 'added c[log] null {"name":"log"}'],
      ],
      [
        "entries with one name for two",
        { c: [{ name: "x", v: 1 }, { name: "x" }] },
        { c: [{ name: "x", v: 2 }, { name: "x" }] },
        ["changed c[0].v 1 2"],
      ],
      [
        "a key with dots",
        { a: { "example.com/b": 1 } },
        { a: { "example.com/b": 2 } },
        ["changed a[example.com/b] 1 2"],
      ],
      [
        "an environment",
        env("old"),
        env("new", "more"),
        [
          'changed spec.containers[web].env[K0].value "********" "********"',
          'added spec.containers[web].env[K1] null {"name":"K1","value":"********"}',
        ],
      ],
      [
        "a whole container",
        { spec: {} },
        env("new"),
        ['added spec.containers null [{"name":"web","env":[{"name":"K0","value":"********"}]}]'],
      ],
    ] as const,
    (_title, was, now, wanted) => assert.equal(changes(was, now), wanted),
  ),
  "values of a Secret are not told, its keys are": () => {
    const wanted = ['changed data.KEY "********" "********"', 'added stringData null {"B":"********"}'];
    assert.equal(
      changes({ data: { KEY: "YQ==" } }, { data: { KEY: "Yg==" }, stringData: { B: "c" } }, "Secret"),
      wanted,
    );
    assert.equal(changes({ data: { KEY: "a" } }, { data: { KEY: "b" } }, "ConfigMap"), ['changed data.KEY "a" "b"']);
  },
  ...table(
    [
      [
        "ports without names, by their number",
        "Deployment",
        { ports: [{ containerPort: 80 }] },
        { ports: [{ containerPort: 81 }, { containerPort: 80, hostPort: 1 }] },
        ["added [80].hostPort null 1", 'added [81] null {"containerPort":81}'],
      ],
      [
        "mounts, by their path",
        "Deployment",
        {
          volumeMounts: [
            { name: "a", mountPath: "/a" },
            { name: "a", mountPath: "/b" },
          ],
        },
        { volumeMounts: [{ name: "a", mountPath: "/b", readOnly: true }] },
        ['removed [/a] {"name":"a","mountPath":"/a"} null', "added [/b].readOnly null true"],
      ],
    ] as const,
    (_title, kind, was, now, wanted) => {
      const of = (more: object) => ({ spec: { template: { spec: { containers: [{ name: "web", ...more }] } } } });
      const found = changes(of(was), of(now), kind).map((line) => line.replace(/spec\.template.*\[web\]\.\w+/, ""));
      assert.equal(found, wanted);
    },
  ),
  "rules, by their host": () =>
    assert.equal(
      changes(
        { spec: { rules: [{ host: "a" }] } },
        { spec: { rules: [{ host: "b" }, { host: "a", http: 1 }] } },
        "Ingress",
      ),
      ["added spec.rules[a].http null 1", 'added spec.rules[b] null {"host":"b"}'],
    ),
  "objects that come and go, those that go last": () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => manifest({ spec: {} }, "Service", name));
    if (!a || !b || !c) throw new Error("three");
    const found = difference([a, b], [b, c]).map(({ change, ref }) => `${change} ${ref.name}`);
    assert.equal(found, ["added c", "removed a"]);
  },
});
