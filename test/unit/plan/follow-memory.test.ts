import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { manyPods, tightMemory } from "../../../src/core/plan/follow-memory.ts";
import { suite } from "../suite.ts";

const workload = (kind: string, replicas?: number): KubeObject => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name: "shop-web" },
  spec: replicas === undefined ? {} : { replicas },
});

suite("the memory to follow a rollout", {
  "is no matter where pods are few": () =>
    assert.is(manyPods([workload("Deployment", 150), workload("StatefulSet", 20), workload("DaemonSet")]), null),
  "is for those of all process types": () =>
    assert.is(manyPods([workload("Deployment", 150), workload("StatefulSet", 1850), workload("Deployment")]), 2001),
  "is enough": () => assert.is(tightMemory(2000, 4000), null),
  "is more than the server has": () =>
    assert.match(tightMemory(2000, 300.4) ?? "", /about 920 MB to follow 2000 pods, and this server has 300 MB left/),
});
