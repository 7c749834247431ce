// The release task's Job, and how far its pod has come.

import * as assert from "uvu/assert";
import { wasEvicted } from "../../../src/core/diagnose/scheduling.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { at, containersOf, fields } from "../../../src/core/model/read.ts";
import { progressOf, releaseTargets } from "../../../src/core/one-off/release-task.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { renderTargets } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, schemas, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const shop = app({
  name: "a".repeat(60),
  env: { A: "1" },
  startCommand: "serve --all",
  processes: [process("migrate", { command: "rake db:migrate" }), process("web")],
  properties: computeProperties({ "deploy-timeout": "10m,migrate=2h" }, {}),
});

const pod = (state: object | null) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "x" },
  status: state === null ? {} : { containerStatuses: [{ state }] },
});

suite("release task", {
  "is a Job of its own, with the type's command and time, that nothing takes for a pod of the app": () => {
    const { manifests } = validate(
      shop,
      renderTargets(releaseTargets(shop, "migrate", "0a1b2c3d"), templates()),
      schemas,
    );
    assert.equal(issueReport(manifests), []);
    const job = manifests.find(({ ref }) => ref.kind === "Job")?.object;
    assert.ok((job?.metadata.name.length ?? 99) <= 63);
    assert.is(at(job, "spec", "activeDeadlineSeconds"), 7260);
    assert.equal(containersOf(job)[0]?.container.args, ["rake", "db:migrate"]);
    assert.not.ok("app" in fields(at(job, "spec", "template", "metadata", "labels")));
  },
  ...table(
    [
      ["no pod yet", undefined, "waiting"],
      ["a pod without a node", pod(null), "waiting"],
      ["an image on its way", pod({ waiting: { reason: "ContainerCreating" } }), "waiting"],
      ["an image that could not be pulled", pod({ waiting: { reason: "ImagePullBackOff" } }), "waiting"],
      ["at work", pod({ running: { startedAt: "" } }), "running"],
      ["done", pod({ terminated: { exitCode: 0 } }), { exitCode: 0 }],
      ["failed", pod({ terminated: { exitCode: 3 } }), { exitCode: 3 }],
    ] as const,
    (_, pod, expected) => assert.equal(progressOf(pod), expected),
  ),
  "an exit code of a pod that was told to go says nothing": () => {
    const done: KubeObject = pod({ terminated: { exitCode: 0 } });
    const leaving = { name: "x", deletionTimestamp: "2026-11-23T00:00:00Z" };
    assert.not.ok(wasEvicted(done));
    assert.ok(wasEvicted({ ...done, metadata: leaving }));
    assert.ok(wasEvicted({ ...done, status: { reason: "Evicted" } }));
    const conditions = [{ type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI" }];
    assert.ok(wasEvicted({ ...done, status: { conditions } }));
  },
});
