import * as assert from "uvu/assert";
import { attachGap } from "../../../src/core/one-off/attach-gap.ts";
import { suite, table } from "../suite.ts";

suite("what was written before the attach", {
  ...table(
    [
      ["nothing", "", [], ""],
      ["all, while nothing came since", "a\nb\n", ["", ""], "a\nb\n"],
      ["none of it", "a\nb\n", ["a\nb\n", ""], ""],
      ["some lines", "a\nb\nc\n", ["b\nc\nd\n", ""], "a\n"],
      ["the log is behind", "a\nb\n", ["b\nc\nd\n", ""], "a\n"],
      ["two streams", "a\nout\nerr\nout 2\n", ["out\nout 2\n", "err\n"], "a\n"],
      ["the end of one stream in a line of the other", "a\nout|err\n", ["out|", "err\n"], "a\n"],
      ["stderr alone", "a\nerr\n", ["", "err\n"], "a\n"],
      ["within a line", "name: Ada\nbye\n", ["Ada\nbye\n", ""], "name: "],
      ["the same line again and again", "tick\ntick\n", ["tick\n", ""], "tick\n"],
      ["the log is ahead", "a\nb\nc\nd\n", ["b\nc", ""], "a\n"],
      ["the log is ahead of a stream without a line end", "ab\ncd\n", ["ab\nc", ""], ""],
      ["carriage returns, which the log leaves out", "a\nb\nc\n", ["b\r\nc\r", ""], "a\n"],
      ["no line end at all", "abc", ["", ""], "abc"],
      ["what came since has nothing to do with it", "a\nb\n", ["x", ""], "a\nb\n"],
    ] as const,
    (_title, log, streams, head) => assert.is(attachGap(log, streams), head),
  ),
  "neither does the same line again and again": () => {
    assert.is(attachGap("y\n".repeat(1_000_000), ["y\n".repeat(300_000), ""]).length, 1_400_000);
  },
  "a long log costs no time": () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => `${n}\n`).join("");
    assert.is(attachGap(lines, [lines.slice(-400_000), ""]).length, lines.length - 400_000);
  },
});
