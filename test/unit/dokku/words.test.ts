import * as assert from "uvu/assert";
import { isAddress, isDomain } from "../../../src/core/dokku/words.ts";
import { suite, table } from "../suite.ts";

suite("words", {
  ...table(
    [
      ["10.0.0.2", true],
      ["0.0.0.0", true],
      ["255.255.255.255", true],
      ["::", true],
      ["::1", true],
      ["fd00::A", true],
      ["::ffff:10.0.0.1", true],
      ["10.0.0", false],
      ["10.0.0.1.", false],
      ["10.0.0.1.1", false],
      ["10.0.0.256", false],
      ["10.0.0.01", false],
      [":::", false],
      ["1:2", false],
      ["fe80::1%eth0", false],
      ["[::1]", false],
      ["", false],
    ] as const,
    (text, is) => assert.is(isAddress(text), is),
  ),
  ...table(
    [
      ["example.com", true],
      ["a", true],
      ["1.2-3", true],
      ["A.b", false],
      ["a..b", false],
      ["a.", false],
      ["-a.b", false],
      ["a b", false],
      [`${"a.".repeat(126)}ab`, false],
    ] as const,
    (text, is) => assert.is(isDomain(text), is),
  ),
});
