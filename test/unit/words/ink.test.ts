import * as assert from "uvu/assert";
import { hasColours, inked } from "../../../src/core/words/ink.ts";
import { suite, table } from "../suite.ts";

suite("colours", {
  ...table(
    [
      ["a pipe", {}, false, false],
      ["a terminal", {}, true, true],
      ["a terminal of Dokku's", { FORCE_TTY: "1" }, false, true],
      ["NO_COLOR", { NO_COLOR: "1" }, true, false],
      ["NO_COLOR on a terminal of Dokku's", { NO_COLOR: "1", FORCE_TTY: "1" }, false, false],
      ["an empty NO_COLOR", { NO_COLOR: "" }, true, true],
      ["FORCE_COLOR in a pipe", { FORCE_COLOR: "1" }, false, true],
      ["FORCE_COLOR wins", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
      ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, false],
      ["an empty FORCE_COLOR", { FORCE_COLOR: "" }, false, false],
      ["a terminal that knows nothing", { TERM: "dumb" }, true, false],
      ["one that knows nothing, of Dokku's", { FORCE_TTY: "1", TERM: "dumb" }, false, true],
    ] as const,
    (_title, env, isTerminal, wanted) => assert.is(hasColours(env, isTerminal), wanted),
  ),
  ...table(
    [
      ["trouble", " !     no", " \x1b[31m!\x1b[0m     no"],
      ["what is new", "+ Secret a", "\x1b[32m+\x1b[0m Secret a"],
      ["what changes", "    ~ spec: 1 -> 2", "    \x1b[33m~\x1b[0m spec: 1 -> 2"],
      ["a verdict", "warning  clock  late", "\x1b[33mwarning\x1b[0m  clock  late"],
      ["a word that only begins so", "oktober a", "oktober a"],
      ["a sign in a sentence", "a - b", "a - b"],
      ["an arrow", "-----> Working", "-----> Working"],
      ["nothing", "", ""],
    ] as const,
    (_title, line, wanted) => assert.is(inked(line), wanted),
  ),
});
