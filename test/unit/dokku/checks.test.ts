import * as assert from "uvu/assert";
import { checksOf } from "../../../src/core/dokku/checks.ts";
import { suite, table } from "../suite.ts";

suite(
  "checks",
  table(
    [
      ["nothing is off", "", "", "enabled"],
      ["disabled for all", "_all_", "", "disabled"],
      ["skipped for all", "", "_all_", "skipped"],
      ["disabled for some", "api,web", "", "disabled"],
      ["for others", "api,webhook", "worker", "enabled"],
      ["disabled weighs more", "web", "_all_", "disabled"],
    ] as const,
    (_title, disabled, skipped, expected) => assert.is(checksOf({ disabled, skipped }, "web"), expected),
  ),
);
