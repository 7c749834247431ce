import * as assert from "uvu/assert";
import { parseProcfile } from "../../../src/core/dokku/procfile.ts";
import { SchedulerError } from "../../../src/core/errors.ts";
import { suite, table } from "../suite.ts";

suite("Procfile", {
  ...table(
    [
      ["empty", "", {}],
      ["types in their order", "web: serve\nworker: work --all\n", { web: "serve", worker: "work --all" }],
      ["lines of Windows, no line feed at the end", "web: a\r\nworker: b", { web: "a", worker: "b" }],
      ["no blank after the colon", "web:serve", { web: "serve" }],
      ["blanks around", "  web:   serve  it  ", { web: "serve  it" }],
      ["comments", "# all\n// more\nweb: serve # why\nworker: work // why\n\n", { web: "serve", worker: "work" }],
      ["what only looks like one", "web: get http://a.test/#top", { web: "get http://a.test/#top" }],
      ["a colon in the command", "web: run a: b", { web: "run a: b" }],
      ["every letter of a type", "My_web-1: a", { "My_web-1": "a" }],
    ] as const,
    (_title, text, expected) => {
      const read = parseProcfile(text);
      assert.equal([...read], Object.entries(expected));
    },
  ),
  ...table(
    [
      ["no colon", "web serve", "line 1 is not of the form"],
      ["no command", "web: serve\nworker:\n", "line 2 is not of the form"],
      ["only a comment behind the colon", "web: # serve", "line 1 is not of the form"],
      ["a type that is none", "my.web: serve", "line 1 is not of the form"],
      ["a type that is too long", `${"x".repeat(64)}: serve`, "line 1 is not of the form"],
      ["a type that stands twice", "web: a\n\nweb: b", "line 3 names web a second time"],
    ] as const,
    (_title, text, says) =>
      assert.throws(
        () => parseProcfile(text),
        (error: unknown) =>
          error instanceof SchedulerError && error.code === "BAD_APP" && (error.because[0] ?? "").startsWith(says),
      ),
  ),
});
