import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { processLabels, runLabels } from "../../../src/core/objects/labels.ts";
import { choosePod, readEnterCall } from "../../../src/core/one-off/enter.ts";
import { readRunCall, stageOf, startFailure } from "../../../src/core/one-off/one-off.ts";
import { runsOf, runTable } from "../../../src/core/one-off/run-list.ts";
import { suite, table } from "../suite.ts";

suite("what `dokku run` passes on", {
  ...table(
    [
      ["since 0.33", ["1", "A=b=c", "--", "ls", "--", "x"], { A: "b=c" }, ["ls", "--", "x"]],
      ["before", ["0", "ls", "-la"], {}, ["ls", "-la"]],
      ["of cron:run in 0.31.0", ["0", "", "ls"], {}, ["ls"]],
      ["without a command", ["0", "--"], {}, []],
      ["an empty value over several lines", ["2", "A=", "B=x\ny", "--", "env"], { A: "", B: "x\ny" }, ["env"]],
    ] as const,
    (_title, args, env, words) => assert.equal(readRunCall(args), { env, words }),
  ),
  "a pair that is none is refused without its value": () =>
    assert.throws(
      () => readRunCall(["1", "A-B=hunter2", "--", "env"]),
      (error: SchedulerError) => /A-B=\.\.\./.test(error.because[0] ?? "") && !/hunter2/.test(error.because.join()),
    ),
});

suite("what `dokku enter` passes on", {
  ...table(
    [
      ["nothing", ["--"], [null, null, []]],
      ["a type", ["web", "--", "ls", "-la"], ["web", null, ["ls", "-la"]]],
      ["a type before 0.33", ["web.2", "ls"], ["web.2", null, ["ls"]]],
      ["a pod", ["--container-id", "x-1", "--", "ls"], [null, "x-1", ["ls"]]],
      ["a pod with = until 0.35", ["--container-id", "--container-id=x-1", "--"], [null, "x-1", []]],
      ["a pod with = before 0.33", ["--container-id=x-1", "ls"], [null, "x-1", ["ls"]]],
      ["dashes alone", ["--", "--", "ls"], [null, null, ["ls"]]],
      ["nothing before 0.33", [], [null, null, []]],
    ] as const,
    (_title, args, [process, pod, words]) => assert.equal(readEnterCall(args), { process, pod, words }),
  ),
});

const pod = (name: string, labels: Readonly<Record<string, string>>, status: object = { phase: "Running" }) =>
  ({ apiVersion: "v1", kind: "Pod", metadata: { name, labels }, status }) as KubeObject;
const pods = [
  pod("shop-web-a", processLabels("shop", "web")),
  pod("shop-web-b", processLabels("shop", "web")),
  pod("shop-worker-a", processLabels("shop", "worker")),
  pod("shop-run-x-y", runLabels("shop", "x")),
  pod("shop-gone-a", processLabels("shop", "gone"), { phase: "Failed" }),
];
const call = (process: string | null, name: string | null = null) => ({ process, pod: name, words: [] });

suite("the pod to enter", {
  ...table(
    [
      ["of a type", call("web"), "shop-web-a"],
      ["by its number", call("web.2"), "shop-web-b"],
      ["by its name", call(null, "shop-worker-a"), "shop-worker-a"],
      ["of a run", call(null, "shop-run-x-y"), "shop-run-x-y"],
      ["that is not there", call("web.3"), "there is no web.3; running: web.1, web.2, worker.1"],
      [
        "that is mistyped",
        call("wroker.1"),
        "there is no wroker.1, did you mean worker? Running: web.1, web.2, worker.1",
      ],
      ["that has ended", call("gone"), "there is no gone; running: web.1, web.2, worker.1"],
      ["of several types", call(null), "several process types are running, name one of them: web.1, web.2, worker.1"],
    ] as const,
    (_title, wanted, expected) => {
      try {
        assert.is(choosePod("shop", wanted, pods).metadata.name, expected);
      } catch (error) {
        if (!(error instanceof SchedulerError)) throw error;
        assert.is(error.because[0], expected);
      }
    },
  ),
  "of the only type": () => assert.is(choosePod("shop", call(null), pods.slice(0, 2)).metadata.name, "shop-web-a"),
});

const status = (state: object) => ({ phase: "Pending", containerStatuses: [{ name: "run", state }] });

suite("how far a one-off is", {
  ...table(
    [
      ["no container yet", { phase: "Pending" }, { is: "waiting" }],
      ["a pull", status({ waiting: { reason: "ErrImagePull" } }), { is: "waiting" }],
      ["running", status({ running: {} }), { is: "running" }],
      ["ended", status({ terminated: { exitCode: 3 } }), { is: "ended", exitCode: 3, says: null }],
      ["evicted", { phase: "Failed", message: "full" }, { is: "ended", exitCode: 1, says: "full" }],
      [
        "out of memory",
        status({ terminated: { exitCode: 137, reason: "OOMKilled" } }),
        { is: "ended", exitCode: 137, says: "it ran out of memory and was killed" },
      ],
      [
        "no such program",
        status({
          terminated: { exitCode: 128, reason: "StartError", message: 'exec: "x": executable file not found' },
        }),
        { is: "ended", exitCode: 127, says: 'exec: "x": executable file not found' },
      ],
    ] as const,
    (_title, state, stage) => assert.equal(stageOf(pod("x", {}, state)), stage),
  ),
  "a program that cannot be run": () => {
    assert.is(startFailure('unable to start: exec: "/x": permission denied: unknown'), 126);
    assert.is(startFailure('exec: "/x": stat /x: no such file or directory: unknown'), 127);
    assert.is(startFailure("the connection was refused"), null);
  },
});

suite("run:list", {
  "has Docker's words, and the command as it was typed": () => {
    const job = (id: string, time: string, state: object) =>
      ({
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: `shop-run-${id}`, labels: runLabels("shop", id), creationTimestamp: time },
        spec: { template: { spec: { containers: [{ command: null, args: ["echo", "$$(A)"] }] } } },
        status: state,
      }) as unknown as KubeObject;
    const runs = runsOf("shop", [
      job("b", "2030-01-01T00:02:00Z", { active: 1, ready: 1 }),
      job("a", "2030-01-01T00:00:00Z", { failed: 1 }),
    ]);
    assert.equal(
      runs.map(({ name, state, command }) => [name, state, command]),
      [
        ["shop.run.a", "exited", "echo $(A)"],
        ["shop.run.b", "running", "echo $(A)"],
      ],
    );
    assert.equal(runTable(runs, Date.parse("2030-01-01T00:02:05Z")), [
      "NAME        STATE    AGE  COMMAND",
      "shop.run.a  exited   2m   echo $(A)",
      "shop.run.b  running  5s   echo $(A)",
    ]);
  },
});
