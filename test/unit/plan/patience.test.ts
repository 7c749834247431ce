import * as assert from "uvu/assert";
import { patienceWith } from "../../../src/core/plan/patience.ts";
import { suite, table } from "../suite.ts";

function patience(replicas: number, container: object) {
  const spec = { replicas, template: { spec: { containers: [{ name: "c", ...container }] } } };
  return patienceWith({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "shop-web" }, spec });
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
    (_title, container, seconds) => assert.equal(patience(3, container), { failures: 6, readiness: { c: seconds } }),
  ),
);
