import * as assert from "uvu/assert";
import { SchemaSet } from "../../../src/core/validate/schema-set.ts";
import { servedLines } from "../../../src/core/validate/served-schemas.ts";
import { suite } from "../suite.ts";

const gvk = (kind: string) => ({ group: "things.example.com", version: "v1", kind });
const KIND = "x-kubernetes-group-version-kind";
const text = { type: "string" };

/** In the form in which an API server of 1.35 answers for a custom resource. */
const answer = {
  paths: {
    "/apis/things.example.com/v1/namespaces/{namespace}/gadgets/{name}": { patch: { [KIND]: gvk("Gadget") } },
    "/apis/things.example.com/v1/namespaces/{namespace}/gadgets": { post: { [KIND]: gvk("Gadget") } },
    "/apis/things.example.com/v1/walls/{name}": { patch: { [KIND]: gvk("Wall") } },
  },
  components: {
    schemas: {
      "com.example.things.v1.Gadget": {
        type: "object",
        description: "A gadget",
        properties: {
          apiVersion: text,
          kind: text,
          metadata: { allOf: [{ $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" }] },
          spec: { type: "object", required: ["size"], properties: { size: { type: "integer", minimum: 1 } } },
        },
        [KIND]: [gvk("Gadget")],
      },
      "com.example.things.v1.GadgetList": {
        type: "object",
        properties: {
          items: {},
          metadata: { allOf: [{ $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta" }] },
        },
        [KIND]: [gvk("GadgetList")],
      },
      "com.example.things.v1.AllowList": { type: "object", properties: { spec: {} }, [KIND]: [gvk("AllowList")] },
      "com.example.things.v1.Wall": { type: "object", properties: { spec: { type: "object" } }, [KIND]: [gvk("Wall")] },
      "com.example.things.v1.Open": { type: "object", [KIND]: [gvk("Open")] },
      "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions": {
        type: "object",
        properties: {},
        [KIND]: [{ group: "", version: "v1", kind: "DeleteOptions" }],
      },
    },
  },
};

suite("what an API server tells of custom resources", {
  "each kind with its place and its fields": () => {
    const lines = servedLines(answer, "things.example.com/v1");
    const set = new SchemaSet(["apps/v1/A\t31\t{}", ...lines].join("\n"), null, ["things.example.com/v1"]);
    assert.is(set.kind("things.example.com/v1/Gadget")?.namespaced, true);
    assert.is(set.kind("things.example.com/v1/Wall")?.namespaced, false);
    for (const kind of ["GadgetList", "Open", "DeleteOptions"])
      assert.is(set.kind(`things.example.com/v1/${kind}`), null, kind);
    assert.is(set.kind("things.example.com/v1/AllowList")?.namespaced, false);
    const { properties } = set.definition("things.example.com.v1.Gadget");
    assert.equal(properties?.metadata, { $ref: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" });
    assert.equal(properties?.spec?.properties, { size: { type: "integer", minimum: 1 } });
  },
  "nothing of an answer of another form": () => {
    for (const odd of [null, [], "x", {}, { components: 1 }]) assert.equal(servedLines(odd, "a.test/v1"), []);
  },
});
