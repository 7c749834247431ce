import * as assert from "uvu/assert";
import { diagnosePods } from "../../../src/core/diagnose/pods.ts";
import { overdue, stuckPods } from "../../../src/core/diagnose/stuck.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { suite, table } from "../suite.ts";

const NOW = Date.parse("2026-01-01T00:10:00Z");
const probe = { httpGet: { path: "/healthz", port: 5000 } };
const containers = [{ name: "c", readinessProbe: probe }];
const deployment: KubeObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop-web" },
  spec: { replicas: 1, template: { spec: { containers } } },
};

function object(kind: string, name: string, owner: string, fields: object = {}, revision = "1"): KubeObject {
  const annotations = { "deployment.kubernetes.io/revision": revision };
  const labels = { "process-type": "web" };
  return {
    apiVersion: "v1",
    kind,
    metadata: { name, labels, annotations, ownerReferences: [{ name: owner }] } as object as KubeObject["metadata"],
    ...fields,
  };
}

const sets = [object("ReplicaSet", "old", "shop-web"), object("ReplicaSet", "new", "shop-web", {}, "10")];

function pod(owner: string, startedAt: string, ready = false): KubeObject {
  const status = {
    containerStatuses: [{ name: "c", image: "i", ready, restartCount: 0, state: { running: { startedAt } } }],
  };
  return object("Pod", `${owner}-1`, owner, { spec: { containers }, status });
}

suite("stuck pods", {
  ...table(
    [
      ["runs for two minutes and is not ready", pod("new", "2026-01-01T00:08:00Z"), ["new-1"]],
      ["runs for half a minute", pod("new", "2026-01-01T00:09:30Z"), []],
      ["is ready", pod("new", "2026-01-01T00:00:00Z", true), []],
      ["is of an older release", pod("old", "2026-01-01T00:00:00Z"), []],
    ] as const,
    (_title, one, names) =>
      assert.equal(
        stuckPods([...sets, one], [deployment], NOW).map(({ metadata }) => metadata.name),
        names,
      ),
  ),
  "the sentence says what was asked": () =>
    assert.equal(diagnosePods([pod("new", "2026-01-01T00:08:00Z")]), [
      "web: the container runs, and its readiness check GET :5000/healthz has not been answered with success",
    ]),
});

function rolledOut(name: string, updatedReplicas: number, observedGeneration = 2): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, generation: 2 } as object as KubeObject["metadata"],
    spec: { replicas: 2 },
    status: { observedGeneration, replicas: 2, updatedReplicas, availableReplicas: 2 },
  };
}

suite("overdue", {
  ...table(
    [
      ["before its time is over", rolledOut("shop-web", 1), 19, 0],
      ["after that", rolledOut("shop-web", 1), 20, 1],
      ["rolled out", rolledOut("shop-web", 2), 20, 0],
      ["rolled out was what it was before", rolledOut("shop-web", 2, 1), 20, 1],
      ["what cannot be seen is not judged", rolledOut("shop-worker", 1), 20, 0],
    ] as const,
    (_title, live, seconds, count) => {
      const limited = { ...deployment, spec: { ...(deployment.spec as object), progressDeadlineSeconds: 20 } };
      assert.is(overdue([live], [limited], seconds).length, count);
    },
  ),
});
