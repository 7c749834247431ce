import * as assert from "uvu/assert";
import { parseAppJson } from "../../../src/core/dokku/app-json.ts";
import { SchedulerError } from "../../../src/core/errors.ts";
import { suite, table } from "../suite.ts";

suite("app.json", {
  ...table(
    [
      ["an object", '{"a": [1, null]}', { a: [1, null] }],
      ["comments of a line", '// first\n{ // why\n"a": 1 // last\n}', { a: 1 }],
      ["comments of several lines", '{ /* one\n* two */ "a": /**/ 1 }', { a: 1 }],
      ["what looks like one in a string", '{"a": "http://b.test /* c */"}', { a: "http://b.test /* c */" }],
      ["a quote in a string", '{"a": "b\\" // c"}', { a: 'b" // c' }],
      ["half of a character", '{"a": "x\\ud800y\\ud83d\\ude00"}', { a: "x\ufffdy\u{1f600}" }],
    ] as const,
    (_title, text, expected) => assert.equal(parseAppJson(text), expected),
  ),
  ...table(
    [
      ["nothing", "", "it is not JSON: "],
      ["a comma at the end", '{"a": 1,}', "it is not JSON: "],
      ["a string that is never closed", `{"a": "${"x".repeat(50_000)}`, "it is not JSON: "],
      ["a comment that is never closed", `{} /* ${"*".repeat(50_000)}`, null],
      ["a list", "[]", "it is not a JSON object"],
      ["null", "null", "it is not a JSON object"],
      ["a text", '"a"', "it is not a JSON object"],
    ] as const,
    (_title, text, says) => {
      if (says === null) assert.equal(parseAppJson(text), {});
      else
        assert.throws(
          () => parseAppJson(text),
          (error: unknown) =>
            error instanceof SchedulerError && error.code === "BAD_APP" && (error.because[0] ?? "").startsWith(says),
        );
    },
  ),
});
