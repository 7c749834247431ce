// Which errors point to :doctor, and how they end.
import * as assert from "uvu/assert";
import { type ErrorCode, exitCode, SchedulerError, seeDoctor, survived } from "../../src/core/errors.ts";
import { suite, table } from "./suite.ts";

const FORBIDDEN = 'Error from server (Forbidden): pods is forbidden: User "x" cannot list resource "pods"';

suite(
  "what points to :doctor",
  table(
    [
      ["no cluster", "CLUSTER_UNREACHABLE", [], true],
      ["no program", "TOOL_MISSING", [], true],
      ["no rights", "APPLY_REFUSED", ["other", FORBIDDEN], true],
      ["credentials that are refused", "APPLY_REFUSED", ["error: You must be logged in (Unauthorized)"], true],
      ["another refusal", "APPLY_REFUSED", ["Error from server (Invalid): it is forbidden"], false],
      ["a rollout", "ROLLOUT_FAILED", [FORBIDDEN], false],
    ] as [string, ErrorCode, readonly string[], boolean][],
    (_, code, because, expected) =>
      assert.is(seeDoctor(new SchedulerError(code, "do it", because))?.endsWith(":doctor") ?? false, expected),
  ),
);

suite("exit codes of errors", {
  "Dokku has three": () =>
    assert.equal(
      (["NO_SUCH_APP", "INTERRUPTED", "LOCKED"] as const).map((code) => exitCode(new SchedulerError(code, ""))),
      [20, 130, 1],
    ),
});

suite("errors that stop only what they came of", {
  "are given back": () => {
    const error = new SchedulerError("APPLY_REFUSED", "do it");
    assert.is(survived(error), error);
  },
  "an interruption and a fault of ours are thrown on": () => {
    for (const thrown of [new SchedulerError("INTERRUPTED", "do it"), new TypeError("no such thing"), "a word"])
      try {
        survived(thrown);
        assert.unreachable();
      } catch (error) {
        assert.is(error, thrown);
      }
  },
});
