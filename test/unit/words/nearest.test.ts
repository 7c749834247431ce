import * as assert from "uvu/assert";
import { didYouMean, nearest, noneSuch, noProcessType } from "../../../src/core/words/nearest.ts";
import { suite, table } from "../suite.ts";

const known = ["set", "report", "rollback", "rolling-update", "list-pvc", "namespace", "networkpolicy"];

suite("nearest", {
  ...table(
    [
      ["as it is", "set", "set"],
      ["two letters swapped", "rpeort", "report"],
      ["one left out", "rolback", "rollback"],
      ["one too many", "sset", "set"],
      ["another letter", "list-pvd", "list-pvc"],
      ["capitals", "NameSpaces", "namespace"],
      ["a dash", "network-policy", "networkpolicy"],
      ["nothing like it", "cleanup", null],
      ["short and nothing like it", "x", null],
    ] as const,
    (_title, word, wanted) => assert.is(nearest(word, known), wanted),
  ),
  "as a question": () => {
    assert.is(didYouMean("sett", known), ", did you mean set?");
    assert.is(didYouMean("nosuch", known), "");
  },
  "beside what there is": () => {
    assert.is(
      noProcessType("wroker", ["web", "worker"]),
      "the app has no process type wroker, did you mean worker? It has: web, worker",
    );
    assert.is(noProcessType("cron", ["web", "worker"]), "the app has no process type cron; it has: web, worker");
    assert.is(
      noneSuch("there is no wbe.3", "wbe", ["web"], "running", ["web.1"]),
      "there is no wbe.3, did you mean web? Running: web.1",
    );
  },
});
