import * as assert from "uvu/assert";
import { leavingIssues, settleSeconds, stopSeconds } from "../../../src/core/objects/leaving.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

suite("leaving", {
  ...table(
    [
      ["web goes on for a while", null, process("web"), 5],
      ["a worker does not", null, process("worker"), null],
      ["longer where asked for", "60", process("web"), 60],
      ["a worker too", "60", process("worker"), 60],
      ["never shorter than it takes to be known", "0", process("web"), 5],
      ["not where old pods stop first", "60", process("web", { checks: "disabled" }), 5],
    ] as const,
    (_title, waitToRetire, one, seconds) => assert.is(settleSeconds(app({ waitToRetire }), one), seconds),
  ),
  "Dokku's default, or what was set": () => {
    assert.is(stopSeconds(app()), 30);
    assert.is(stopSeconds(app({ stopTimeout: "120" })), 120);
  },
  "what is no number is named with the command that sets it": () => {
    assert.equal(leavingIssues(app({ stopTimeout: "0", waitToRetire: "1" })), []);
    const messages = leavingIssues(app({ stopTimeout: "30s", waitToRetire: "-1" })).map(({ message }) => message);
    assert.match(messages[0] ?? "", 'not "30s": dokku ps:set shop stop-timeout-seconds SECONDS');
    assert.match(messages[1] ?? "", 'not "-1": dokku checks:set shop wait-to-retire SECONDS');
  },
});
