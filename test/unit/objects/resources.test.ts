import * as assert from "uvu/assert";
import { memoryQuantity, resourcesOf } from "../../../src/core/objects/resources.ts";
import { process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

suite("resources", {
  ...table(
    [
      ["64", "64Mi"],
      ["1.5", "1.5Mi"],
      ["100b", "100"],
      ["100B", "100"],
      ["512k", "512Ki"],
      ["512m", "512Mi"],
      ["1g", "1Gi"],
      ["0.5g", "0.5Gi"],
      ["512mb", "512Mi"],
      ["1GB", "1Gi"],
      ["512M", "512M"],
      ["1G", "1G"],
      ["256Mi", "256Mi"],
      ["1e9", "1e9"],
      ["lots", "lots"],
    ] as const,
    (typed, quantity) => assert.is(memoryQuantity(typed), quantity),
  ),
  "nothing set is no resources": () => assert.is(resourcesOf(process("web")), null),
  "limits and requests are apart": () => {
    const none = { cpu: null, memory: null, "nvidia-gpu": null };
    const limit = { ...none, cpu: "1" };
    assert.equal(resourcesOf(process("web", { limit })), { limits: { cpu: "1" }, requests: null });
    const reserve = { ...none, memory: "64" };
    assert.equal(resourcesOf(process("web", { reserve })), { limits: null, requests: { memory: "64Mi" } });
  },
  "a GPU is a limit, however it was asked for": () => {
    const reserve = { cpu: null, memory: null, "nvidia-gpu": "2" };
    assert.equal(resourcesOf(process("web", { reserve })), { limits: { "nvidia.com/gpu": "2" }, requests: null });
  },
});
