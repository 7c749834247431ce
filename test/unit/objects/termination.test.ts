import * as assert from "uvu/assert";
import { preStopSeconds, stopSeconds, terminationIssues } from "../../../src/core/objects/termination.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

suite("termination", {
  ...table(
    [
      ["web keeps serving for a while", null, process("web"), 5],
      ["a worker does not", null, process("worker"), null],
      ["longer where asked for", "60", process("web"), 60],
      ["a worker too", "60", process("worker"), 60],
      ["never shorter than the proxies need", "0", process("web"), 5],
      ["not where old pods stop first", "60", process("web", { checks: "disabled" }), 5],
    ] as const,
    (_title, waitToRetire, one, seconds) => assert.is(preStopSeconds(app({ waitToRetire }), one), seconds),
  ),
  "Dokku's default, or what was set": () => {
    assert.is(stopSeconds(app()), 30);
    assert.is(stopSeconds(app({ stopTimeout: "120" })), 120);
  },
  "what is no number is named with the command that sets it": () => {
    assert.equal(terminationIssues(app({ stopTimeout: "0", waitToRetire: "1" })), []);
    const messages = terminationIssues(app({ stopTimeout: "30s", waitToRetire: "-1" })).map(({ message }) => message);
    assert.match(messages[0] ?? "", 'not "30s": dokku ps:set shop stop-timeout-seconds SECONDS');
    assert.match(messages[1] ?? "", 'not "-1": dokku checks:set shop wait-to-retire SECONDS');
  },
});
