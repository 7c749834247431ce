// What is wrong with stored bounds and rules, and what no HorizontalPodAutoscaler can do with them.
import * as assert from "uvu/assert";
import type { Autoscale } from "../../../src/core/dokku/autoscale.ts";
import { render } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, schemas, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const RULES = ["resource:memory:AverageValue:1Gi"];

function issues(autoscale: Partial<Autoscale>): { readonly valid: boolean; readonly text: string } {
  const shop = app({
    processes: [process("web", { autoscale: { minReplicas: "1", maxReplicas: "4", rules: RULES, ...autoscale } })],
  });
  const { release, manifests } = validate(shop, render(shop, templates()), schemas);
  return { valid: release !== null, text: issueReport(manifests).join("\n") };
}

suite("horizontal pod autoscaler", {
  ...table(
    [
      ["the minimum is above the maximum", { minReplicas: "5" }, "spec.maxReplicas is below minReplicas"],
      ["a minimum of 0", { minReplicas: "0" }, "spec.minReplicas must be 1 or more"],
      ["a bound that is no number", { maxReplicas: "many" }, "spec.maxReplicas must be integer"],
      ["a broken rule", { rules: ["resource:cpu:50"] }, "autoscale-rule-remove shop web"],
    ] as const,
    (_, autoscale, expected) => {
      const { valid, text } = issues(autoscale);
      assert.not.ok(valid);
      assert.ok(text.includes(expected), text);
    },
  ),
  "a percentage of nothing is a warning": () => {
    const { valid, text } = issues({ rules: ["resource:cpu:Utilization:50"] });
    assert.ok(valid);
    assert.match(text, /warning: .* resource:reserve --cpu AMOUNT --process-type web shop/);
  },
  "nothing is wrong": () => assert.is(issues({}).text, ""),
});
