// What `:port-forward` is asked for.
import * as assert from "uvu/assert";
import { readForwardCall } from "../../../src/core/one-off/forward.ts";
import { suite, table } from "../suite.ts";

const ROWS: readonly [string, ReturnType<typeof readForwardCall>][] = [
  ["", { process: "web", ports: null }],
  ["5000", { process: "web", ports: "5000" }],
  ["8080:5000", { process: "web", ports: "8080:5000" }],
  [":5000", { process: ":5000", ports: null }],
  ["worker", { process: "worker", ports: null }],
  ["web.2 8080:5000", { process: "web.2", ports: "8080:5000" }],
  ["web 0", null],
  ["web x:1", null],
  ["web 1:2:3", null],
];

suite(
  "words of port-forward",
  table(ROWS, (words, wanted) => assert.equal(readForwardCall(words.split(" ").filter(Boolean)), wanted)),
);
