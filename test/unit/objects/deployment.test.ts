import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { type DeploymentContext, deployment } from "../../../src/core/objects/deployment.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const healthchecks = (worker: object) => ({ appJson: { healthchecks: { worker: [worker] } } });
const timeout = (value: string) => ({ properties: computeProperties({ "deploy-timeout": value }, {}) });

const served = { properties: computeProperties({ "service-process-types": "worker" }, {}) };

type Row = readonly [title: string, fields: Partial<App>, seconds: number | null, checks?: "skipped"];

const waits: readonly Row[] = [
  ["no check: Dokku's own wait", {}, 10],
  ["as set", { defaultWait: 3 }, 3],
  ["0 is none", { defaultWait: 0 }, null],
  ["a check says it", healthchecks({ path: "/" }), null],
  ["a liveness check says it too", healthchecks({ type: "liveness", path: "/" }), null],
  ["an uptime of its own", healthchecks({ uptime: 4 }), 4],
  ["checks that are off", {}, null, "skipped"],
  ["a rollout that may not take as long", timeout("worker=10"), null],
  ["a rollout that may", timeout("worker=11"), 10],
  [
    "a take-over of who serves, which lets the original's pods go first",
    { ...served, takesOver: true, defaultWait: 3 },
    10,
  ],
  ["a take-over of who does not", { takesOver: true, defaultWait: 3 }, 3],
];

suite("how long a worker has to stay up", {
  ...table<Row>(waits, (_, fields, expected, checks?: "skipped") => {
    const [draft] = deployment.contexts(
      app({ processes: [process("worker", { checks: checks ?? "enabled" })], ...fields }),
    );
    assert.is((draft?.context as DeploymentContext | undefined)?.minReadySeconds, expected);
  }),
});
