import * as assert from "uvu/assert";
import { deployTimeout } from "../../../src/core/dokku/deploy-timeout.ts";
import { suite, table } from "../suite.ts";

suite("deploy-timeout", {
  ...table(
    [
      ["nobody said how long", "", "web", null],
      ["seconds", "90", "web", 90],
      ["units", "1s", "web", 1],
      ["minutes", "10m", "web", 600],
      ["hours", "2h", "web", 7200],
      ["a type's own", "10m,worker=1h", "worker", 3600],
      ["all others", "10m,worker=1h", "web", 600],
      ["another type's alone", "worker=1h", "web", null],
      ["a type that stands twice is none", "web=1,web=2", "web", null],
    ] as const,
    (_title, text, type, seconds) => assert.is(deployTimeout(text, type), seconds),
  ),
});
