// The recording of the demo: an asciicast v2, and its last screens as SVG.
import * as assert from "uvu/assert";
import { castOf, pictureOf } from "../demo/recording.ts";
import { suite } from "./suite.ts";

suite("recording", {
  "an asciicast has a header, then a line for each event": () =>
    assert.equal(
      castOf([
        { time: 0.25, text: "$ ls\r\n" },
        { time: 1 / 3, text: "é" },
      ])
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
      [
        { version: 2, width: 100, height: 30, idle_time_limit: 2, title: "dokku-scheduler-kubernetes" },
        [0.25, "o", "$ ls\r\n"],
        [0.333333, "o", "é"],
      ],
    ),
  "a picture has colours, and what stays of a line that was written twice": () => {
    const svg = pictureOf("\x1b[1m1. It\x1b[0m\r\n 10%\r100% <done> & more\r\n\x1b[32m$ ls\x1b[0m\r\n");
    assert.match(svg, '<tspan font-weight="700">1. It</tspan>');
    assert.match(svg, "<tspan>100% &lt;done&gt; &amp; more</tspan>");
    assert.match(svg, '<tspan fill="#7ee787">$ ls</tspan>');
    assert.not.match(svg, " 10%");
  },
  "a picture has the last two screens, and long lines go on below": () => {
    const rows = (text: string) => pictureOf(text).split("<text ").length - 1;
    assert.is(rows("line\r\n".repeat(500)), 60);
    assert.is(rows("x".repeat(250)), 3);
    assert.is(rows("a\r\n\r\nb\r\n"), 3);
  },
});
