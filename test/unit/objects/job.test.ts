import { join } from "node:path";
import { dump } from "js-yaml";
import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { at, containersOf, fields, podsOf } from "../../../src/core/model/read.ts";
import { type JobRequest, jobTargets } from "../../../src/core/objects/job.ts";
import { runLabels } from "../../../src/core/objects/labels.ts";
import { typedCommand } from "../../../src/core/objects/start-command.ts";
import { renderTargets } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, HERE, process, schemas, tagged, templates } from "../fixtures.ts";
import { golden } from "../goldens.ts";
import { suite, table } from "../suite.ts";

const run = (start: JobRequest["start"], fields: Partial<JobRequest> = {}): JobRequest => ({
  name: "shop-run-abc123",
  labels: runLabels("shop", "abc123"),
  annotations: {},
  process: { ...app().amounts, type: "run" },
  start,
  stdin: true,
  tty: false,
  env: {},
  activeDeadlineSeconds: 86_400,
  ttlSecondsAfterFinished: null,
  ...fields,
});

function rendered(shop: App, request: JobRequest) {
  const { manifests } = validate(shop, renderTargets(jobTargets(shop, request), templates()), schemas);
  assert.equal(issueReport(manifests), []);
  return manifests.map(({ object }) => object);
}

suite("one-off Jobs", {
  "have the app's volumes, resources and pull secrets, and a Secret of their own": () => {
    const shop = app({
      mounts: [{ claim: "data", path: "/data" }],
      amounts: {
        limit: { cpu: null, memory: "512", "nvidia-gpu": null },
        reserve: { cpu: null, memory: null, "nvidia-gpu": null },
      },
      registryLogin: { server: "registry.example.com", auth: "dTpw" },
    });
    const process = { ...shop.amounts, type: "run" };
    const request = run(typedCommand(shop, ["echo", "$HOME $(PORT)"]), { process, env: { A: "1" } });
    const objects = rendered(shop, request);
    golden(
      join(HERE, "goldens/one-off/run.yaml"),
      objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join("---\n"),
    );
  },
  "are found by nothing that finds the app's pods": () => {
    const [job] = rendered(app(), run(typedCommand(app(), ["ls"])));
    const labels = fields(at(podsOf(job)?.template, "metadata", "labels"));
    assert.is(labels["dokku.com/run-id"], "abc123");
    for (const name of ["app", "process-type", "app-process-type"]) assert.not.ok(name in labels, name);
  },
  "of a process type have its resources": () => {
    const limit = { cpu: "2", memory: null, "nvidia-gpu": null };
    const shop = app({ processes: [process("worker", { command: "work", limit })] });
    const { process: type, ...start } = typedCommand(shop, ["worker"]);
    assert.ok(type);
    const [job] = rendered(shop, run(start, { process: type }));
    assert.equal(containersOf(job)[0]?.container.resources, { limits: { cpu: "2" } });
  },
});

const worker = process("worker", { command: "work --name '$HOME' \"two words\"" });

suite("typed commands", {
  ...table(
    [
      ["plain", "dockerfile", ["ls", "-la", ""], null, ["ls", "-la", ""]],
      ["of herokuish", "herokuish", ["ls"], null, ["/exec", "ls"]],
      ["of a buildpack", "pack", ["ls"], ["launcher"], ["ls"]],
      ["with what the kubelet would expand", "dockerfile", ["$(A) $$"], null, ["$$(A) $$$$"]],
      ["a process type", "dockerfile", ["worker"], null, ["work", "--name", "$$HOME", "two words"]],
      ["a process type of herokuish", "herokuish", ["worker"], null, ["/start", "worker"]],
      ["a process type of a buildpack", "pack", ["worker"], ["launcher"], ["work --name '$$HOME' \"two words\""]],
      [
        "a process type and more",
        "dockerfile",
        ["worker", "$x"],
        null,
        ["work", "--name", "$$HOME", "two words", "$$x"],
      ],
      [
        "a process type of herokuish and more",
        "herokuish",
        ["worker", "x"],
        null,
        ["/exec", "work", "--name", "$$HOME", "two words", "x"],
      ],
      ["a process type without a command is a word", "dockerfile", ["web"], null, ["web"]],
    ] as const,
    (_title, source, words, command, args) => {
      const shop = app({ image: tagged("x", source), processes: [process("web"), worker] });
      const start = typedCommand(shop, words);
      assert.equal([start.command, start.args], [command, args]);
      assert.is(start.process, words[0] === "worker" ? worker : null);
    },
  ),
});
