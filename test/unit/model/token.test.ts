// When a token expires.
import * as assert from "uvu/assert";
import { tokenExpiryOf } from "../../../src/core/model/token.ts";
import { suite, table } from "../suite.ts";

const jwt = (claims: string) => `e30.${Buffer.from(claims).toString("base64url")}.c2ln`;

suite(
  "expiry of a token",
  table(
    [
      ["a JSON Web Token", jwt('{"sub":"x","exp":1767225600}'), "2026-01-01T00:00:00.000Z"],
      ["one that never does", jwt('{"sub":"x"}'), null],
      ["one of another form", jwt('{"exp":"soon"}'), null],
      ["one out of all bounds", jwt('{"exp":1e300}'), null],
      ["claims that are no JSON", jwt("exp"), null],
      ["any other", "abcdef.0123456789abcdef", null],
      ["none", "", null],
    ] as const,
    (_, token, expected) => assert.is(tokenExpiryOf(token), expected),
  ),
);
