import * as assert from "uvu/assert";
import { podDisruptionBudget } from "../../../src/core/objects/pod-disruption-budget.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

function severities(min: string, max: string, ...quantities: readonly number[]): string {
  const properties = computeProperties({ "pod-min-available": min, "pod-max-unavailable": max }, {});
  const processes = quantities.map((quantity, index) => process(`p${index}`, { quantity }));
  const drafts = podDisruptionBudget.contexts(app({ properties, processes }));
  return drafts.flatMap(({ issues }) => issues.map(({ severity }) => severity)).join(" ");
}

suite("pod disruption budget", {
  "none without a property": () => assert.equal(podDisruptionBudget.contexts(app()), []),
  "by property one for each process type that has several": () => {
    const autoscale = { ...process("api").autoscale, minReplicas: "2", maxReplicas: "3", rules: ["x"] };
    const processes = [process("api", { autoscale }), process("web", { quantity: 2 }), process("worker")];
    const drafts = (properties: Record<string, string>) =>
      podDisruptionBudget.contexts(app({ processes, properties: computeProperties(properties, {}) }));
    const names = drafts({ "pod-disruption-budget": "true" }).map(({ name }) => name);
    assert.equal(names, ["shop-api", "shop-web"]);
    const own = drafts({ "pod-disruption-budget": "true", "pod-min-available": "1" });
    assert.equal(
      own.map(({ name }) => name),
      ["shop"],
      "what is set for the app wins",
    );
  },
  ...table(
    [
      ["both set", "1", "1", [3], "error"],
      ["all pods have to stay", "2", "", [1, 1], "warning"],
      ["one of two may go", "1", "", [1, 1], ""],
      ["half of three is two, rounded up", "50%", "", [3], ""],
      ["all of them", "100%", "", [3], "warning"],
      ["none may go", "", "0", [3], "warning"],
      ["some may go", "", "1%", [3], ""],
      ["nothing runs", "1", "", [0], ""],
    ] as const,
    (_, min, max, quantities, expected) => assert.is(severities(min, max, ...quantities), expected),
  ),
});
