// What a rule of autoscaling may say, which rule takes another's place, and what a label selector becomes.
import * as assert from "uvu/assert";
import {
  addRule,
  autoscaleOf,
  type MetricRule,
  missing,
  readRule,
  removeRules,
} from "../../../src/core/dokku/autoscale.ts";
import { readSelector } from "../../../src/core/dokku/label-selector.ts";
import { suite, table } from "../suite.ts";

const good: readonly (readonly [rule: string, parts: string])[] = [
  ["resource:cpu:Utilization:50", "resource cpu Utilization 50"],
  ["resource:memory:AverageValue:200Mi", "resource memory AverageValue 200Mi"],
  ["pods:packets-per-second:AverageValue:1k", "pods packets-per-second AverageValue 1k"],
  ["ingress:requests:Value:0.5", "ingress requests Value 0.5"],
  ["external:job:queue:rate5m:Value:7:a=b", "external job:queue:rate5m Value 7"],
  [
    "keda:rabbitmq:host=amqp://u:p@mq:5672,queueName=jobs,authenticationRef=mq",
    'keda {"type":"rabbitmq","metadata":{"host":"amqp://u:p@mq:5672","queueName":"jobs"},"authentication":"mq"}',
  ],
  [
    'keda:prometheus:query=sum(x{a="b", c="d"}),threshold=5',
    'keda {"type":"prometheus","metadata":{"query":"sum(x{a=\\"b\\", c=\\"d\\"})","threshold":"5"},"authentication":null}',
  ],
];

const bad: readonly (readonly [rule: string, wrong: string])[] = [
  [
    "cpu",
    '"cpu" must be one of external, ingress, keda, pods, resource; formats: external:NAME:TYPE:VALUE[:SELECTOR], ',
  ],
  ["", '"" must be one of'],
  ["constructor:x:Value:1", "must be one of"],
  ["resource", 'NAME must be cpu or memory, not ""; format: resource:NAME:TYPE:VALUE'],
  [
    "resouce:cpu:Utilization:50",
    '"resouce" must be one of external, ingress, keda, pods, resource (did you mean resource?); formats',
  ],
  ["resource:cup:Utilization:50", 'NAME must be cpu or memory, not "cup" (did you mean cpu?); format'],
  [
    "resource:cpu:Utilisation:50",
    'TYPE must be AverageValue or Utilization, not "Utilisation" (did you mean Utilization?); format',
  ],
  ["resource:disk:Utilization:50", 'NAME must be cpu or memory, not "disk"'],
  ["resource:cpu", 'TYPE must be AverageValue or Utilization, not ""'],
  ["resource:cpu:Value:50", 'TYPE must be AverageValue or Utilization, not "Value"'],
  ["resource:cpu:utilization:50", 'not "utilization"'],
  ["resource:cpu:Utilization", 'VALUE must be a percentage such as 50, not ""'],
  ["resource:cpu:Utilization:50%", 'not "50%"'],
  ["resource:cpu:Utilization:0", 'not "0"'],
  ["resource:cpu:AverageValue:much", "VALUE must be a quantity above 0 such as 500m, 10 or 1k"],
  ["resource:cpu:AverageValue:0.0", "above 0"],
  ["resource:cpu:Utilization:50:x", '"x" is one field too many; format: resource:NAME:TYPE:VALUE'],
  ["keda", 'TYPE must be one of KEDA\'s, such as rabbitmq, not ""; format: keda:TYPE:KEY=VALUE'],
  ["keda:cron", 'TYPE must be one of KEDA\'s, such as rabbitmq, not "cron"'],
  ["keda:cron:start", '"start" must be KEY=VALUE'],
  ["pods::AverageValue:1", 'NAME must be the name of a metric, not ""'],
  ["pods:a/b:AverageValue:1", 'not "a/b"'],
  ["pods:x:Value:1", "TYPE must be AverageValue, not"],
  ["ingress:x:Value:1:Not A Name", 'INGRESS must be the name of an Ingress, not "Not A Name"'],
  ["external:x:Value:1:a=b=c", "SELECTOR must be a label selector"],
  ["external:x:Value:1:a in b", '"a in b" is not a label requirement'],
  ["external:x:Value:1:-a", '"-a" must be 1 to 63 letters'],
];

const selectors: readonly (readonly [text: string, selector: object])[] = [
  ["worker_tasks", { matchExpressions: [{ key: "worker_tasks", operator: "Exists" }] }],
  ["queue=jobs,tier==gold", { matchLabels: { queue: "jobs", tier: "gold" } }],
  ["!a", { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }],
  ["example.com/a!=b", { matchExpressions: [{ key: "example.com/a", operator: "NotIn", values: ["b"] }] }],
  [
    "a in (b, c),d=e",
    { matchLabels: { d: "e" }, matchExpressions: [{ key: "a", operator: "In", values: ["b", "c"] }] },
  ],
  ["a notin (b)", { matchExpressions: [{ key: "a", operator: "NotIn", values: ["b"] }] }],
  ["a=b,a=c", { matchLabels: { a: "b" }, matchExpressions: [{ key: "a", operator: "In", values: ["c"] }] }],
];

suite("autoscale: rules", {
  ...table<(typeof good)[number]>(good, (text, expected) => {
    const rule = readRule(text);
    assert.ok(typeof rule !== "string", String(rule));
    const parts = rule.metric === "keda" ? [JSON.stringify(rule.trigger)] : [rule.name, rule.target, rule.value];
    assert.is([rule.metric, ...parts].join(" "), expected);
  }),
  ...table<(typeof bad)[number]>(bad, (text, expected) => {
    const wrong = readRule(text);
    assert.type(wrong, "string");
    assert.ok(String(wrong).includes(expected), String(wrong));
  }),
  "an ingress rule is about app-ingress unless it names another": () => {
    assert.is((readRule("ingress:x:Value:1") as MetricRule).ingress, "app-ingress");
    assert.is((readRule("ingress:x:Value:1:mine") as MetricRule).ingress, "mine");
  },
});

suite("autoscale: selectors", {
  ...table<(typeof selectors)[number]>(selectors, (text, expected) => assert.equal(readSelector(text), expected)),
});

suite("autoscale: stored", {
  "a rule for the same metric takes the place of the one before": () => {
    const rules = ["resource:cpu:Utilization:50", "pods:x:AverageValue:1", "broken"];
    const add = (text: string) => addRule(rules, text, readRule(text) as MetricRule);
    assert.equal(add("resource:cpu:AverageValue:1"), ["resource:cpu:AverageValue:1", ...rules.slice(1)]);
    assert.equal(add("pods:y:AverageValue:1"), [...rules, "pods:y:AverageValue:1"]);
    assert.equal(add("pods:x:AverageValue:1"), rules);
  },
  "removes by the whole rule, or by its first fields": () => {
    const rules = ["resource:cpu:Utilization:50", "resource:cpu2:x:5", "pods:x:AverageValue:1"];
    assert.equal(removeRules(rules, "resource:cpu:Utilization:50"), rules.slice(1));
    assert.equal(removeRules(rules, "resource:cpu"), rules.slice(1));
    assert.equal(removeRules(rules, "resource"), rules.slice(2));
    assert.equal(removeRules(rules, "res"), rules);
  },
  "is read as the original wrote it, and says what is missing": () => {
    const own = { "autoscale.web": "resource:cpu:Utilization:50\n", "autoscale.web.min-replicas": "1" };
    assert.equal(missing(autoscaleOf(own, "web")), ["max-replicas"]);
    assert.equal(missing(autoscaleOf({ ...own, "autoscale.web.max-replicas": "4" }, "web")), []);
    assert.equal(missing(autoscaleOf(own, "worker")), ["min-replicas", "max-replicas", "a rule"]);
  },
});
