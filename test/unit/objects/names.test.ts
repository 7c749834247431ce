// Names of Dokku's as names, labels and selectors of Kubernetes, at their limits.
import * as assert from "uvu/assert";
import { contentName, isContentName } from "../../../src/core/objects/content-name.ts";
import {
  appSelector,
  labelValue,
  nameAnnotations,
  processName,
  processSelector,
  processTypeOf,
  selectorLabels,
  serviceName,
} from "../../../src/core/objects/labels.ts";
import {
  DASHED,
  type Grammar,
  LABEL,
  LABEL_VALUE,
  LETTER_FIRST,
  nameOf,
  SUBDOMAIN,
} from "../../../src/core/objects/names.ts";
import { suite, table } from "../suite.ts";

const x = (count: number) => "x".repeat(count);
const grammars: Readonly<Record<string, Grammar>> = { DASHED, LABEL, LABEL_VALUE, LETTER_FIRST, SUBDOMAIN };

suite("names: what Kubernetes takes stays", {
  ...table(
    [
      ["plain", processName("shop", "web"), "shop-web"],
      ["63 characters", processName(x(59), "web"), `${x(59)}-web`],
      ["a digit first", processName("1shop", "worker"), "1shop-worker"],
      ["a dash last", processName("shop-", "web"), "shop--web"],
      ["a Service", serviceName("shop", "web"), "shop-web"],
      ["a label with dots, underscores and capitals", labelValue("a.b_C"), "a.b_C"],
      ["a label of 63 characters", labelValue(x(63)), x(63)],
      ["a Secret of an app with dots", contentName("a.b", "env", []), "a.b-env-4f53cda18c2b"],
      ["a Secret of a long app", contentName(x(236), "env", []), `${x(236)}-env-4f53cda18c2b`],
    ] as const,
    (_title, name, expected) => assert.is(name, expected),
  ),
});

suite("names: what it does not take is derived", {
  ...table(
    [
      ["a dot", processName("example.com", "web"), /^example-com-web-[0-9a-f]{8}$/],
      ["an underscore and a capital", processName("shop", "My_worker"), /^shop-my-worker-[0-9a-f]{8}$/],
      ["64 characters", processName(x(60), "web"), /^x{54}-[0-9a-f]{8}$/],
      ["a cut at a dash", processName(x(53), "web_"), /^x{53}-[0-9a-f]{8}$/],
      ["a Service with a digit first", serviceName("1shop", "web"), /^x-1shop-web-[0-9a-f]{8}$/],
      ["a label of 64 characters", labelValue(x(64)), /^x{54}-[0-9a-f]{8}$/],
      ["a label that ends in a dash", labelValue("shop-"), /^shop-[0-9a-f]{8}$/],
      ["nothing readable", labelValue("_"), /^x-[0-9a-f]{8}$/],
      ["a Secret of a very long app", contentName(x(237), "env", []), /^x{231}-[0-9a-f]{8}-[0-9a-f]{12}$/],
    ] as const,
    (_title, name, form) => assert.match(name, form),
  ),
  "whatever the parts, each grammar is met": () => {
    const odd = ["a", "1", "-", "_", "a.", "..", "A_b", "ä", x(62), x(63), x(64), x(255), `${x(53)}--${x(9)}`];
    for (const [title, grammar] of Object.entries(grammars))
      for (const one of odd)
        for (const other of odd) {
          const name = nameOf([one, other], grammar);
          assert.ok(grammar.form.test(name) && name.length <= grammar.longest, `${title} ${one} ${other}: ${name}`);
        }
  },
  "other parts are other names": () => {
    const pairs = [
      ["a.b", "c"],
      ["a-b", "c."],
      ["a", "b-c."],
      ["a", "b.c"],
      ["a.b", "C"],
      ["a_b", "c"],
    ];
    assert.is(new Set(pairs.map((parts) => nameOf(parts, LABEL))).size, pairs.length);
  },
  "the content's name is known again": () => {
    for (const app of ["shop", "example.com", x(255), "a..b"])
      assert.ok(isContentName(app, "env", contentName(app, "env", ["A"])), app);
  },
});

suite("names: labels and selectors", {
  "of an app like a domain": () => {
    const labels = selectorLabels("example.com", "My_worker");
    assert.is(`${labels.app} ${labels["process-type"]}`, "example.com My_worker");
    assert.is(labels["app-process-type"], processName("example.com", "My_worker"));
  },
  "a selector finds what the labels say": () => {
    for (const [app, type] of [
      ["shop", "web"],
      ["shop.", "_"],
      [x(70), x(63)],
    ] as const) {
      const labels = selectorLabels(app, type);
      assert.is(appSelector(app), `app=${labels.app}`);
      assert.is(processSelector(app, type), `app=${labels.app},process-type=${labels["process-type"]}`);
    }
    assert.is(processSelector("shop"), "app=shop,app-process-type");
  },
  "Dokku's names stand in annotations where a name is derived, and nowhere else": () => {
    assert.equal(nameAnnotations("shop", "web"), {});
    assert.equal(nameAnnotations("shop", null), {});
    assert.equal(nameAnnotations("example.com", null), { "dokku.com/app": "example.com" });
    assert.equal(nameAnnotations("shop", "worker_"), { "dokku.com/app": "shop", "dokku.com/process-type": "worker_" });
  },
  "an object's process type is Dokku's": () => {
    const object = (labels: object, annotations: object) =>
      processTypeOf({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a", labels: { ...labels }, annotations: { ...annotations } },
      });
    assert.is(object({ "process-type": "web" }, {}), "web");
    assert.is(object(selectorLabels("shop", "_"), nameAnnotations("shop", "_")), "_");
    assert.is(object({}, {}), null);
  },
});
