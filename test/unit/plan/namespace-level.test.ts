// A namespace that is there keeps the level of Pod Security that it enforces, or none.
import * as assert from "uvu/assert";
import { type KubeObject, type Manifest, refOf, unlocated } from "../../../src/core/model/manifest.ts";
import { withLevels } from "../../../src/core/plan/namespace-level.ts";
import { suite, table } from "../suite.ts";

const ENFORCE = "pod-security.kubernetes.io/enforce";
const namespace = (labels: Readonly<Record<string, string>>, name = "store"): KubeObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
const manifest = (object: KubeObject): Manifest => ({
  source: unlocated("namespace.yaml.hbs", "built-in"),
  ref: refOf(object),
  processType: null,
  object,
  issues: [],
});

suite("the level of a namespace", {
  ...table(
    [
      ["a new one", [], { a: "b", [ENFORCE]: "restricted" }],
      ["one of another name", [namespace({}, "other")], { a: "b", [ENFORCE]: "restricted" }],
      ["one that enforces none", [namespace({ c: "d" })], { a: "b" }],
      ["one that enforces another", [namespace({ [ENFORCE]: "privileged" })], { a: "b", [ENFORCE]: "privileged" }],
    ] as const,
    (_title, live, expected) => {
      const [made] = withLevels([manifest(namespace({ a: "b", [ENFORCE]: "restricted" }))], live);
      assert.equal(made?.object.metadata.labels, expected);
    },
  ),
  "other objects stay as they are": () => {
    const other = manifest({ ...namespace({ [ENFORCE]: "x" }), kind: "Secret" });
    assert.is(withLevels([other], [namespace({})])[0], other);
  },
});
