// Sizes of a request's body.
import * as assert from "uvu/assert";
import { readSize } from "../../../src/core/dokku/body-size.ts";
import { suite, table } from "../suite.ts";

suite("body size", {
  ...table(
    [
      ["1k", 1000],
      ["16Mi", 16 * 1024 * 1024],
      ["2G", 2_000_000_000],
      ["10", null],
      ["0M", null],
      ["1.5M", null],
      ["10m", null],
      ["9999999k", null],
      ["", null],
    ] as const,
    (text, bytes) => assert.is(readSize(text), bytes),
  ),
});
