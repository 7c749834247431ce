// What app.json's formation becomes, beneath what was set by hand.
import * as assert from "uvu/assert";
import { withFormation } from "../../../src/core/dokku/formation.ts";
import { suite, table } from "../suite.ts";

const NONE = { minReplicas: null, maxReplicas: null, rules: [], triggers: [] };
const CPU = { name: "busy", type: "cpu", metadata: { value: "60" } };

const read = (autoscaling: object, own = NONE, quantity = 2) =>
  withFormation(own, { formation: { web: { quantity, autoscaling } } }, "web", quantity);

/** `min-max rules` */
const told = ({ minReplicas, maxReplicas, rules }: ReturnType<typeof read>) =>
  `${minReplicas}-${maxReplicas} ${rules.join(" ")}`;

suite("formation", {
  ...table(
    [
      [
        "bounds and a trigger",
        { min_quantity: 1, max_quantity: 5, triggers: [CPU] },
        "1-5 resource:cpu:Utilization:60",
      ],
      ["no bounds: the scale's", { triggers: [CPU] }, "2-2 resource:cpu:Utilization:60"],
      ["a minimum above the scale", { min_quantity: 4, triggers: [CPU] }, "4-4 resource:cpu:Utilization:60"],
      ["no trigger: no autoscaling", { min_quantity: 1, max_quantity: 5 }, "null-null "],
      [
        "memory by amount",
        { triggers: [{ type: "memory", metadata: { type: "AverageValue", value: "1Gi" } }] },
        "2-2 resource:memory:AverageValue:1Gi",
      ],
    ] as const,
    (_, autoscaling, expected) => {
      const found = read(autoscaling);
      assert.is(told(found), expected);
      assert.equal(found.issues, []);
    },
  ),
  ...table(
    [
      ["a trigger without a type", { triggers: [{ name: "q" }] }, 'error trigger "q" has no type'],
      ["no last pod", { min_quantity: 0, triggers: [CPU] }, "warning min_quantity 0 counts as 1"],
      ["polling", { polling_interval_seconds: 5, triggers: [CPU] }, "warning polling_interval_seconds is ignored"],
      ["a long cooldown", { cooldown_period_seconds: 9000, triggers: [CPU] }, "is capped at 3600"],
      [
        "a broken trigger",
        { triggers: [{ type: "cpu", metadata: { value: "much" } }] },
        'error trigger "cpu": VALUE must be a percentage such as 50, not "much" (metadata: type and value)',
      ],
    ] as const,
    (_, autoscaling, expected) => {
      const said = read(autoscaling).issues.map(({ severity, message }) =>
        message.replace("app.json, formation.web.autoscaling:", severity),
      );
      assert.is(said.length, 1);
      assert.ok(said[0]?.includes(expected), said[0]);
    },
  ),
  "other triggers are KEDA's, which may stop the last pod and asks as often as it is told": () => {
    const queue = {
      type: "rabbitmq",
      metadata: { queueName: "jobs", value: 20 },
      authenticationRef: { name: "mq" },
    };
    const found = read({ min_quantity: 0, max_quantity: 5, polling_interval_seconds: 5, triggers: [CPU, queue] });
    assert.equal(found, {
      minReplicas: "0",
      maxReplicas: "5",
      rules: ["resource:cpu:Utilization:60"],
      triggers: [{ type: "rabbitmq", metadata: { queueName: "jobs", value: "20" }, authentication: "mq" }],
      cooldownSeconds: null,
      pollingSeconds: 5,
      issues: [],
    });
    assert.equal(read({ triggers: [queue] }, { ...NONE, rules: ["pods:x:AverageValue:1"] } as never).triggers, []);
  },
  "what was set by hand wins, setting by setting": () => {
    const stated = { min_quantity: 1, max_quantity: 5, cooldown_period_seconds: 60, triggers: [CPU] };
    assert.is(told(read(stated, { ...NONE, maxReplicas: "9" } as never)), "1-9 resource:cpu:Utilization:60");
    assert.is(told(read(stated, { ...NONE, rules: ["pods:x:AverageValue:1"] } as never)), "1-5 pods:x:AverageValue:1");
    assert.is(read(stated).cooldownSeconds, 60);
  },
});
