// CPUs and bytes as people read them.
import * as assert from "uvu/assert";
import { bytes, cpus } from "../../../src/core/words/amounts.ts";
import { suite } from "../suite.ts";

suite("amounts", {
  cpus: () => assert.equal([0, 0.012, 1, 9.5, 12.4].map(cpus), ["0m", "12m", "1000m", "9500m", "12"]),
  bytes: () =>
    assert.equal([0, 64 * 1024 ** 2, 10_239 * 1024 ** 2, 12 * 1024 ** 3].map(bytes), [
      "0Mi",
      "64Mi",
      "10239Mi",
      "12Gi",
    ]),
});
