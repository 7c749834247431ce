import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { type DeploymentContext, deployment } from "../../../src/core/objects/deployment.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const healthchecks = (check: object) => ({ appJson: { healthchecks: { web: [check], worker: [check] } } });
const timeout = (value: string) => ({ properties: computeProperties({ "deploy-timeout": value }, {}) });

const served = { properties: computeProperties({ "service-process-types": "worker" }, {}) };

type Row = readonly [title: string, fields: Partial<App>, seconds: number | null, checks?: "skipped"];

const waits: readonly Row[] = [
  ["no check: Dokku's own wait", {}, 10],
  ["as set", { defaultWait: 3 }, 3],
  ["0 is none", { defaultWait: 0 }, null],
  ["a check: what Dokku waits before it", healthchecks({ path: "/" }), 5],
  ["a check that says how long", healthchecks({ type: "liveness", path: "/", wait: 2 }), 2],
  ["a check that waits for longer than Dokku", { ...healthchecks({ path: "/", wait: 30 }), defaultWait: 3 }, 3],
  ["a check and no wait at all", { ...healthchecks({ path: "/" }), defaultWait: 0 }, null],
  ["a check in Kubernetes' shape", { appJson: { healthchecks: { "*": { readiness: { periodSeconds: 4 } } } } }, 4],
  ["an uptime of its own", healthchecks({ uptime: 4 }), 4],
  ["checks that are off", {}, null, "skipped"],
  ["a rollout that may not take as long", { ...timeout("10") }, null],
  ["a rollout that may", timeout("11"), 10],
  [
    "a take-over of who serves, which lets the original's pods go first",
    { ...served, takesOver: true, defaultWait: 3 },
    10,
  ],
];

const contextOf = (type: string, fields: Partial<App>, checks: "skipped" | "disabled" | "enabled" = "enabled") =>
  deployment.contexts(app({ processes: [process(type, { checks })], ...fields }))[0]?.context as DeploymentContext;

suite("how long a pod has to stay ready", {
  ...table<Row>(waits, (_, fields, expected, checks?: "skipped") => {
    for (const type of ["web", "worker"]) assert.is(contextOf(type, fields, checks).minReadySeconds, expected, type);
  }),
  "a take-over of who serves nobody": () =>
    assert.is(contextOf("worker", { takesOver: true, defaultWait: 3 }).minReadySeconds, 3),
  "no old pod goes before": () => {
    for (const type of ["web", "worker"]) assert.is(contextOf(type, {}).rollingUpdate?.maxUnavailable, 0, type);
    assert.is(contextOf("web", {}, "disabled").rollingUpdate, null);
  },
});
