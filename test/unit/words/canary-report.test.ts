import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { CANARY, serviceName } from "../../../src/core/objects/labels.ts";
import { canaryLines, canaryReport } from "../../../src/core/words/canary-report.ts";
import { suite } from "../suite.ts";

const deployment = (replicas: number, annotations: object, status: object = {}) =>
  ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "x", annotations },
    spec: { replicas },
    status,
  }) as KubeObject;
const STEPS = [{ percent: 25, seconds: 120, text: "25%:2m" }];

suite("words: a canary", {
  "one that is there": () => {
    const annotations = {
      "dokku.com/canary-step": "25%:2m",
      "dokku.com/canary-since": "2026-01-01T00:00:00.000Z",
      "dokku.com/canary-asked": "promote",
    };
    const report = canaryReport("shop", STEPS, deployment(1, annotations, { readyReplicas: 1 }), deployment(3, {}), []);
    assert.equal(report, {
      app: "shop",
      steps: ["25%:2m"],
      canary: {
        step: "25%:2m",
        since: "2026-01-01T00:00:00.000Z",
        pods: 1,
        ready: 1,
        old_pods: 3,
        share: 25,
        asked: "promote",
      },
    });
    assert.equal(canaryLines(report, Date.parse("2026-01-01T00:01:00Z")), [
      "Steps      25%:2m",
      "Now        at 25%:2m for 60s",
      "Pods       1/1 ready, beside 3: 25% of the requests",
      "Asked for  promote",
      "go on: dokku scheduler-kubernetes:canary shop promote",
      "go back: dokku scheduler-kubernetes:canary shop abort",
    ]);
  },
  "one that has its share by weights": () => {
    const canary = deployment(1, { "dokku.com/canary-step": "10%:2m" });
    const spec = { replicas: 1, selector: { matchLabels: { "process-type": "web.canary" } } };
    const route = (backendRefs: readonly object[]) =>
      ({
        kind: "HTTPRoute",
        metadata: { name: "shop-web" },
        spec: { rules: [{ backendRefs }] },
      }) as unknown as KubeObject;
    const shares = (backends: readonly object[]) =>
      canaryReport("shop", STEPS, { ...canary, spec }, deployment(1, {}), [route(backends)]).canary?.share;
    const divided = [
      { name: "shop-web", weight: 90 },
      { name: serviceName("shop", CANARY), weight: 10 },
    ];
    assert.is(shares(divided), 10);
    // Before its pods are ready, and after the rollout.
    assert.is(shares([{ name: "shop-web", weight: 1 }]), 0);
  },
  none: () => {
    const report = canaryReport("shop", [], null, deployment(3, {}), []);
    assert.equal(report, { app: "shop", steps: [], canary: null });
    assert.equal(canaryLines(report, 0), ["Steps  none are set", "Now    no canary"]);
  },
});
