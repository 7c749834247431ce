import * as assert from "uvu/assert";
import { didYouMean, nearest } from "../../../src/core/words/nearest.ts";
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
});
