import * as assert from "uvu/assert";
import { typedMaps } from "../../../src/core/validate/typed.ts";
import { schemas } from "../fixtures.ts";
import { suite } from "../suite.ts";

const policy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "a" },
  spec: { podSelector: { matchLabels: { part: "web" } }, policyTypes: ["Ingress"], ingress: [{ from: [] }] },
};

suite("an object as Kubernetes' types have it", {
  "each of its maps with its type, wherever it is": () =>
    assert.equal(
      [...typedMaps(schemas, policy as never)].flatMap(([type, maps]) => maps.map(({ path }) => `${type} ${path}`)),
      [
        "networking.v1.NetworkPolicy ",
        "meta.v1.ObjectMeta /metadata",
        "networking.v1.NetworkPolicySpec /spec",
        "meta.v1.LabelSelector /spec/podSelector",
        "networking.v1.NetworkPolicyIngressRule /spec/ingress/0",
      ],
    ),
  "of a kind without a schema: none": () =>
    assert.is(typedMaps(schemas, { apiVersion: "a.test/v1", kind: "B", metadata: { name: "a" } }).size, 0),
});
