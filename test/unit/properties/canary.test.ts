// What the property `canary` becomes. Which text it takes, the table of forms holds.
import * as assert from "uvu/assert";
import { readCanary } from "../../../src/core/properties/canary.ts";
import { suite } from "../suite.ts";

suite("properties: canary", {
  "steps: shares, and durations in seconds": () =>
    assert.equal(readCanary("10%:2m,50%:90"), [
      { percent: 10, seconds: 120, text: "10%:2m" },
      { percent: 50, seconds: 90, text: "50%:90" },
    ]),
  "none where it is off or unset": () => assert.equal([readCanary("off"), readCanary("")], [[], []]),
});
