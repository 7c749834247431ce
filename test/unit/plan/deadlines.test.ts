import * as assert from "uvu/assert";
import { deadlinesOf } from "../../../src/core/plan/deadlines.ts";
import { suite, table } from "../suite.ts";

function patience(container: object, fields: object = {}) {
  const spec = { replicas: 3, ...fields, template: { spec: { containers: [{ name: "c", ...container }] } } };
  return deadlinesOf({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "shop-web" }, spec });
}

suite(
  "patience",
  table(
    [
      ["a minute without probes", {}, 60],
      ["a minute with quick ones", { readinessProbe: { periodSeconds: 1 } }, 60],
      ["longer where the app asks for it", { readinessProbe: { initialDelaySeconds: 120 } }, 151],
      ["a startup probe comes first", { readinessProbe: {}, startupProbe: { failureThreshold: 30 } }, 332],
    ] as const,
    (_title, container, seconds) => assert.equal(patience(container), { timeout: 600, readiness: { c: seconds } }),
  ),
);

suite("patience that was asked for", {
  "Kubernetes' default was not": () =>
    assert.equal(patience({}, { progressDeadlineSeconds: 600 }), { timeout: 600, readiness: { c: 60 } }),
  "is that of the whole rollout and of each check": () => {
    const probes = { startupProbe: { failureThreshold: 30 } };
    const { timeout, readiness } = patience(probes, { progressDeadlineSeconds: 20 });
    assert.equal([timeout, readiness], [20, { c: 20 }]);
  },
});
