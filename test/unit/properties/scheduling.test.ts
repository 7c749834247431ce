// What the properties about nodes and hosts become. Which text they take, the table of forms holds.
import * as assert from "uvu/assert";
import { readHostAliases, readNodeSelector, readTolerations } from "../../../src/core/properties/scheduling.ts";
import { suite } from "../suite.ts";

suite("properties: scheduling", {
  "labels of nodes": () => assert.equal(readNodeSelector("a.b/c=d,e="), { "a.b/c": "d", e: "" }),
  "taints: one without a value is tolerated whatever it is, one without an effect in all": () =>
    assert.equal(readTolerations("a=b:NoExecute,c:NoSchedule,d=,e"), [
      { key: "a", operator: "Equal", value: "b", effect: "NoExecute" },
      { key: "c", operator: "Exists", effect: "NoSchedule" },
      { key: "d", operator: "Equal", value: "" },
      { key: "e", operator: "Exists" },
    ]),
  "addresses: each once, with all its names": () =>
    assert.equal(readHostAliases("10.0.0.5:a,b,fd00::1:c,10.0.0.5:d"), [
      { ip: "10.0.0.5", hostnames: ["a", "b", "d"] },
      { ip: "fd00::1", hostnames: ["c"] },
    ]),
});
