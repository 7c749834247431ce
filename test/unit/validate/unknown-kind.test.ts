import * as assert from "uvu/assert";
import { REMOVED } from "../../../src/core/validate/removed-versions.ts";
import { unknownKind } from "../../../src/core/validate/unknown-kind.ts";
import { schemas, schemasOf } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

suite("a kind without a schema", {
  ...table(
    [
      ["removed", 35, "policy/v1beta1/PodDisruptionBudget", "policy/v1beta1 is gone since Kubernetes 1.25: policy/v1"],
      [
        "removed, another group",
        35,
        "extensions/v1beta1/Ingress",
        "extensions/v1beta1 is gone since Kubernetes 1.22: networking.k8s.io/v1",
      ],
      [
        "removed, of two the newer",
        35,
        "autoscaling/v2beta2/HorizontalPodAutoscaler",
        "autoscaling/v2beta2 is gone since Kubernetes 1.26: autoscaling/v2",
      ],
      [
        "removed, for nothing else",
        35,
        "policy/v1beta1/PodSecurityPolicy",
        "policy/v1beta1 is gone since Kubernetes 1.25",
      ],
      [
        "removed within the minors here",
        35,
        "resource.k8s.io/v1alpha3/DeviceClass",
        "resource.k8s.io/v1alpha3 is gone since Kubernetes 1.34: resource.k8s.io/v1",
      ],
      [
        "of a later minor",
        33,
        "resource.k8s.io/v1/DeviceClass",
        "resource.k8s.io/v1 is new in Kubernetes 1.34, the cluster has 1.33: resource.k8s.io/v1beta2",
      ],
      ["of another group", 35, "v1/Deployment", "v1 has no Deployment: apps/v1"],
      ["of another version", 35, "apps/v2/Deployment", "apps/v2 has no Deployment: apps/v1"],
      [
        "the same word in two groups",
        35,
        "events.k8s.io/v1beta1/Event",
        "events.k8s.io/v1beta1 is gone since Kubernetes 1.25: events.k8s.io/v1",
      ],
    ] as const,
    (_title, minor, name, message) =>
      assert.equal(unknownKind(schemasOf(minor), name), {
        severity: "error",
        rule: null,
        path: "/apiVersion",
        message,
      }),
  ),
  "nearly one": () =>
    assert.equal(unknownKind(schemas, "apps/v1/Deploymnet"), {
      severity: "error",
      rule: null,
      path: "/kind",
      message: "Deploymnet is not a kind of apps/v1, did you mean Deployment?",
    }),
  ...table(
    [
      ["of somebody else", "example.com/v1/Thing"],
      ["of somebody else who calls it like one of Kubernetes", "example.com/v1/Deployment"],
      ["of Kubernetes, not to be applied", "policy/v1/Eviction"],
      ["of another version of a custom resource, which the cluster may have", "cert-manager.io/v2/Certificate"],
      ["with the name of something that any object has", "constructor/v1/toString"],
    ] as const,
    (_title, name) =>
      assert.equal(unknownKind(schemas, name), {
        severity: "warning",
        rule: null,
        path: "",
        message: `no schema is known for ${name}: its fields were not checked`,
      }),
  ),
  "none of the removed ones has a schema": () => {
    const removed = Object.values(REMOVED).flatMap(Object.entries<readonly string[]>);
    for (const [version, kinds] of removed)
      for (const kind of kinds) assert.is(schemasOf(31).kind(`${version}/${kind}`), null, `${version} ${kind}`);
  },
});
