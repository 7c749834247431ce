// What KEDA is told of a process type, and what cannot stand beside its triggers.
import * as assert from "uvu/assert";
import type { Autoscaling } from "../../../src/core/dokku/formation.ts";
import { at } from "../../../src/core/model/read.ts";
import { render } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, schemas, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const QUEUE = "keda:rabbitmq:queueName=jobs,value=20";

function made(autoscale: Partial<Autoscaling>, quantity = 1) {
  const fields = { minReplicas: "0", maxReplicas: "4", rules: [QUEUE], ...autoscale };
  const shop = app({ processes: [process("worker", { quantity, autoscale: fields })] });
  const { release, manifests } = validate(shop, render(shop, templates()), schemas);
  const scalers = manifests.filter(({ ref }) => /Autoscaler|ScaledObject/.test(ref.kind));
  return {
    valid: release !== null,
    text: issueReport(manifests).join("\n"),
    scalers: scalers.map(({ ref }) => `${ref.kind} ${ref.name}`),
    spec: scalers[0]?.object.spec,
    replicas: at(manifests.find(({ ref }) => ref.kind === "Deployment")?.object, "spec", "replicas"),
  };
}

suite("scaled object", {
  "stands for the HorizontalPodAutoscaler, with all that decides": () => {
    const triggers = [{ type: "cron", metadata: { start: "0 6 * * *" }, authentication: "clock" }];
    const rules = [QUEUE, "resource:memory:AverageValue:1Gi"];
    const found = made({ rules, triggers, cooldownSeconds: 60, pollingSeconds: 5 });
    assert.is(found.text, "");
    assert.equal(found.scalers, ["ScaledObject shop-worker"]);
    assert.equal(found.spec, {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop-worker" },
      minReplicaCount: 0,
      maxReplicaCount: 4,
      pollingInterval: 5,
      cooldownPeriod: 60,
      triggers: [
        { type: "rabbitmq", metadata: { queueName: "jobs", value: "20" } },
        { type: "memory", metricType: "AverageValue", metadata: { value: "1Gi" } },
        { type: "cron", metadata: { start: "0 6 * * *" }, authenticationRef: { name: "clock" } },
      ],
    });
    assert.is(found.replicas, undefined);
  },
  "what is scaled to 0 has none, for KEDA would start it": () => {
    const found = made({}, 0);
    assert.equal(found.scalers, []);
    assert.is(found.replicas, 0);
  },
  ...table(
    [
      ["the minimum is above the maximum", { minReplicas: "5" }, "spec.maxReplicaCount is below minReplicaCount"],
      ["a broken rule", { rules: [QUEUE, "keda:x"] }, "autoscale-rule-remove shop worker"],
      ["another source", { rules: [QUEUE, "pods:x:AverageValue:1"] }, "cannot stand beside a trigger of KEDA's"],
    ] as const,
    (_, autoscale, expected) => {
      const { valid, text } = made(autoscale);
      assert.not.ok(valid);
      assert.ok(text.includes(expected), text);
    },
  ),
});
