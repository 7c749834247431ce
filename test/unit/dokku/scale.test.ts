import * as assert from "uvu/assert";
import { amounts, appAmounts, processes, type ScaleInput } from "../../../src/core/dokku/scale.ts";
import { suite, table } from "../suite.ts";

const NONE: ScaleInput = {
  scale: [],
  procfile: null,
  resources: {},
  own: {},
  appJson: null,
  checks: { disabled: "", skipped: "" },
  restartedAt: () => null,
};
const procfile = (...types: readonly string[]) => new Map(types.map((type) => [type, `run ${type}`]));

suite("scale", {
  ...table(
    [
      ["never scaled, no Procfile: one web", {}, ["web=1"]],
      ["never scaled: web of the Procfile alone runs", { procfile: procfile("worker", "web") }, ["web=1", "worker=0"]],
      ["never scaled, no web", { procfile: procfile("worker") }, ["worker=0"]],
      ["sorted by type", { scale: ["worker=2", "api=3"] }, ["api=3", "worker=2"]],
      ["release is a task", { scale: ["web=1", "release=1"] }, ["web=1"]],
      ["a type that has left the Procfile", { scale: ["web=1", "old=4"], procfile: procfile("web") }, ["web=1"]],
      ["a type that is not scaled yet", { scale: ["web=1"], procfile: procfile("web", "new") }, ["web=1"]],
      ["what is no number", { scale: ["web=x", "worker="] }, ["web=0", "worker=0"]],
    ] as const,
    (_title, input, expected) =>
      assert.equal(
        processes({ ...NONE, ...input }).map(({ type, quantity }) => `${type}=${quantity}`),
        expected,
      ),
  ),
  "a command from the Procfile, else none; when new pods were last asked for": () => {
    const restartedAt = (type: string) => (type === "web" ? "2026-11-22T10:00:00Z" : null);
    const [web] = processes({ ...NONE, procfile: procfile("web"), restartedAt });
    assert.equal([web?.command, web?.restartedAt], ["run web", "2026-11-22T10:00:00Z"]);
    assert.is(processes(NONE)[0]?.command, null);
  },
});

suite("amounts", {
  ...table(
    [
      ["nothing", {}, [null, null]],
      ["the type's own", { "web.limit.cpu": "2", "web.limit.memory": "64" }, ["2", "64"]],
      ["of all types", { "_default_.limit.cpu": "1" }, ["1", null]],
      ["the type's before those of all", { "web.limit.cpu": "2", "_default_.limit.cpu": "1" }, ["2", null]],
      ["an empty one is none", { "web.limit.cpu": "", "_default_.limit.cpu": "1" }, ["1", null]],
      ["a reservation is no limit", { "web.reserve.cpu": "2" }, [null, null]],
      ["another type's", { "worker.limit.cpu": "2" }, [null, null]],
    ] as const,
    (_title, resources, expected) => {
      const { cpu, memory } = amounts(resources, "web", "limit");
      assert.equal([cpu, memory], expected);
    },
  ),
  "of the whole app": () => {
    const { limit, reserve } = appAmounts({ "_default_.limit.memory": "64", "_default_.reserve.nvidia-gpu": "1" });
    assert.equal([limit.memory, limit.cpu, reserve["nvidia-gpu"]], ["64", null, "1"]);
  },
});
