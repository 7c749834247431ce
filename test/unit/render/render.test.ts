import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import { NO_SETTINGS } from "../../../src/core/model/app.ts";
import { render } from "../../../src/core/render/render.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, schemas, tagged, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const SERVICE = "site/service.yaml.hbs";

/** The error of rendering `shop` with another Service template. */
function failure(text: string): SchedulerError {
  try {
    render(app(), templates({ service: text }));
  } catch (error) {
    if (error instanceof SchedulerError) return error;
    throw error;
  }
  throw new Error("it rendered");
}

const named = "apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n";

suite("broken templates", {
  ...table(
    [
      ["an unknown name", `${named}x: {{kynd}}`, `${SERVICE}:5: "kynd" is not a name that can be used here`],
      ["in a path", `${named}x: {{metadata.nam}}`, `${SERVICE}:5: "nam" is not a name that can be used here`],
      [
        "in if",
        "{{#if port}}\n{{/if}}\n{{#if typo}}\n{{/if}}",
        `${SERVICE}:3: "typo" is not a name that can be used here`,
      ],
      ["in each", "\n{{#each typos}}{{/each}}", `${SERVICE}:2: "typos" is not a name that can be used here`],
      ["in present", "\n\n{{#present typo}}{{/present}}", `${SERVICE}:3: "typo" is not a name that can be used here`],
      ["of a value", "{{#each selector}}\n{{x}}{{/each}}", `${SERVICE}:2: "x" is not a name that can be used here`],
      ["an unknown helper", "\n{{#list port}}{{/list}}", `${SERVICE}:2: "list" is not a name that can be used here`],
      ["an unknown partial", "\n{{> nope}}", `${SERVICE}:2: The partial nope could not be found`],
      [
        "an alias that contains itself",
        `${named}spec: &a\n  b: *a`,
        `${SERVICE}:6: nests more than 100 levels deep, or an alias (*) of it contains itself`,
      ],
      [
        "aliases of aliases",
        `${named}a: &a [${"x,".repeat(99)}x]\nb: &b [${"*a,".repeat(99)}*a]\nc: [${"*b,".repeat(99)}*b]`,
        `${SERVICE}:6: has more than 200000 values once its aliases (*) are written out`,
      ],
      [
        "a loop that prints too much",
        `{{#each selector}}${`${"x".repeat(999)}\n`.repeat(6000)}{{/each}}`,
        `${SERVICE}: prints more than 5 MB`,
      ],
      ["not Handlebars", "a: 1\nb: {{port}\n", `${SERVICE}:2: cannot be parsed from here on: a: 1b: {{port}`],
      [
        "a block that is never closed",
        "a: 1\n{{#if port}}\nb: {{#present port}}1{{/present}}\n",
        `${SERVICE}:2: this block is never closed`,
      ],
      ["a block that is closed by another", "{{#if port}}\n{{/each}}", `${SERVICE}:1: if doesn't match each`],
      [
        "a value as it is",
        "\na: {{{port}}}",
        `${SERVICE}:2: {{{x}}} and {{&x}} print a value without quotes, which could break the text around it: write {{x}}`,
      ],
      [
        "no YAML",
        `${named}spec:\n  a: 1\n b: 2`,
        `${SERVICE}:7: does not render valid YAML: bad indentation of a mapping entry`,
      ],
      [
        "no YAML below blocks and partials",
        `apiVersion: v1\nkind: Service\n{{#if port}}\nmetadata:\n  {{> metadata}}\n{{/if}}\n b: 2`,
        `${SERVICE}:7: does not render valid YAML: bad indentation of a mapping entry`,
      ],
      ["a key twice", `${named}a: 1\na: 2`, `${SERVICE}:6: does not render valid YAML: duplicated mapping key`],
      ["nothing", "", `${SERVICE}: renders 0 YAML documents, not one`],
      ["a comment", "# nothing\n", `${SERVICE}: renders 0 YAML documents, not one`],
      [
        "a number that JSON lacks",
        `${named}x: .inf`,
        `${SERVICE}: does not render valid YAML: .inf is a number that no JSON has: put it in quotes`,
      ],
      ["two documents", `${named}---\n${named}`, `${SERVICE}: renders 2 YAML documents, not one`],
      ["a list", "- a\n", `${SERVICE}: does not render a YAML object`],
      ["no kind", "apiVersion: v1\nmetadata:\n  name: x", `${SERVICE}: renders an object without a kind`],
      ["no apiVersion", "kind: x\nmetadata:\n  name: x", `${SERVICE}: renders an object without an apiVersion`],
      ["no name", "apiVersion: v1\nkind: x", `${SERVICE}: renders an object without a metadata.name`],
    ] as const,
    (_title, text, because) => {
      const error = failure(text);
      assert.is(error.code, "TEMPLATE_BROKEN");
      assert.is(error.because[0], because);
      assert.match(error.doing, /service/i);
    },
  ),
  "a name that every object has, or a helper of Handlebars' own": () => {
    for (const name of ["toString", "constructor", "__proto__", "helperMissing", "blockHelperMissing", "log"])
      assert.is(failure(`\na: {{${name}}}`).because[0], `${SERVICE}:2: "${name}" is not a name that can be used here`);
  },
  ...table(
    [
      ["a partial that calls itself", { one: "\n{{> one}}" }, "site/one:2: calls itself without an end"],
      [
        "a partial that calls itself by way of another",
        { one: "{{> two}}", two: "\n\n{{> one}}" },
        "site/one:1: calls itself without an end",
      ],
      [
        "partials that call two others each",
        Object.fromEntries(
          Array.from({ length: 31 }, (_, index) => [
            index === 0 ? "one" : `p${index}`,
            index === 30 ? "x".repeat(100) : `{{> p${index + 1}}}{{> p${index + 1}}}`,
          ]),
        ),
        `${SERVICE}: prints more than 5 MB`,
      ],
      [
        "partials that call two others each and print nothing",
        Object.fromEntries(
          Array.from({ length: 31 }, (_, index) => [
            index === 0 ? "one" : `p${index}`,
            index === 30 ? "" : `{{> p${index + 1}}}{{> p${index + 1}}}`,
          ]),
        ),
        `${SERVICE}: is not rendered after 2 s`,
      ],
    ] as const,
    (_title, texts, because) => {
      const { partials, ...rest } = templates({ service: "{{> one}}" });
      const more = Object.entries(texts).map(
        ([name, text]) => [name, { path: `site/${name}`, origin: "site", text }] as const,
      );
      assert.throws(
        () => render(app(), { ...rest, partials: { ...partials, ...Object.fromEntries(more) } }),
        // A machine that is busy gives more time.
        (error: SchedulerError) => error.because[0]?.replace("after 8 s", "after 2 s") === because,
      );
    },
  ),
  "a broken partial is named itself": () => {
    const broken = templates();
    const map = {
      path: "site/partials/map.yaml.hbs",
      origin: "site",
      text: "{{#each this}}\n{{key}}\n{{/each}}",
    } as const;
    assert.throws(
      () => render(app(), { ...broken, partials: { ...broken.partials, map } }),
      (error: SchedulerError) => /^site\/partials\/map.yaml.hbs:2: "key"/.test(error.because[0] ?? ""),
    );
  },
  "no value of the env gets into a message": () => {
    const secret = `${named}data:\n{{#each data}}\n  {{x}}\n{{/each}}`;
    assert.throws(
      () => render(app({ env: { PASSWORD: "hunter2" } }), templates({ secret })),
      (error: SchedulerError) => !JSON.stringify(error).includes(Buffer.from("hunter2").toString("base64")),
    );
  },
});

const every = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join("");

suite("own templates", {
  "may have any kind, even one that every object seems to have": () => {
    const odd = "apiVersion: v1\nkind: constructor\nmetadata:\n  name: x\n";
    const { manifests } = validate(app(), render(app(), templates({ odd })), schemas);
    assert.equal(
      manifests.at(-1)?.issues.map(({ message }) => message),
      ["no schema is known for v1/constructor: its fields were not checked"],
    );
  },
  "lay out one object of the app, after all others, with a name, a namespace and labels of their own": () => {
    const policy = `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  {{> metadata}}\nspec:\n  podSelector:\n    matchLabels:\n      {{> map selector}}\n`;
    const config = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  {{#each processes}}\n  {{type}}: {{name}}\n  {{/each}}\n`;
    const shop = app({ namespace: { name: "store", managed: false }, env: { A: "1" } });
    const manifests = render(shop, templates({ "network-policy": policy, "some-config": config }));
    const [first, second] = manifests.slice(-2);
    assert.is(second?.ref.kind, "ConfigMap");
    assert.equal(second?.object.data, { web: "shop-web" });
    assert.is(second?.object.metadata.namespace, "store");
    assert.is(first?.ref.name, "shop-network-policy");
    assert.is(first?.source.template, "site/network-policy.yaml.hbs");
    assert.is(first?.object.metadata.labels?.app, "shop");
    assert.equal(first?.object.spec, { podSelector: { matchLabels: { app: "shop" } } });
  },
  "may lay out nothing": () => {
    const some = templates({ backup: "{{#if domains}}\n{{nope}}\n{{/if}}\n" });
    assert.is(render(app(), some).length, render(app(), templates()).length);
    assert.throws(
      () => render(app({ domains: ["a.test"] }), some),
      (error: SchedulerError) =>
        error.because[0] === 'site/backup.yaml.hbs:2: "nope" is not a name that can be used here',
    );
  },
  "know no value of the env": () => {
    const dump = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  all: {{this}}\n`;
    const object = render(app({ env: { PASSWORD: "hunter2" } }), templates({ dump })).at(-1)?.object;
    assert.not.match(JSON.stringify(object), /hunter2|aHVudGVyMg/);
  },
});

suite("values", {
  ...table(
    [
      ["ends of the structure", "x: {evil}\n  hostNetwork: true\n---\n}}"],
      ["YAML's own words", "yes"],
      ["a date", "2020-01-01"],
      ["a number", "0777"],
      ["null", "null"],
      ["empty", ""],
      ["blanks", " \t x \n"],
      ["Handlebars", "{{name}} {{{x}}} \\{{"],
      ["quotes", `'"\\ # & * ! | > % @ \``],
      ["control and Latin characters", every],
      ["line ends", "\r\n\u0085\u2028\u2029"],
      ["no characters at all", "\ufeff\ufffe\uffff\ud800 \udfff"],
      ["beyond 16 bits", "\u{1f600}\u{10ffff}"],
      ["long", "x y ".repeat(50_000)],
    ] as const,
    (_title, value) => {
      const text = `${named}value: {{container.image}}\nlist:\n  - {{container.args}}\n`;
      const manifests = render(app({ image: tagged(value) }), templates({ deployment: text }));
      assert.is(manifests.find(({ source }) => source.origin === "site")?.object.value, value);
    },
  ),
  "numbers, lists, maps and null stay what they are": () => {
    const text = `${named}a: {{port}}\nb: {{selector}}\nc: {{metadata.annotations}}\n`;
    const object = render(app(), templates({ service: text })).at(-1)?.object;
    const selector = { app: "shop", "process-type": "web", "app-process-type": "shop-web" };
    assert.equal([object?.a, object?.b, object?.c], [5000, selector, null]);
  },
});

suite("manifests", {
  "say where they come from": () => {
    const service = render(app(), templates({ service: named })).at(-1);
    assert.is(service?.source.template, SERVICE);
    assert.is(service?.source.origin, "site");
    assert.is(service?.processType, "web");
  },
  "are named by what was rendered": () => {
    const shop = app({ namespace: { name: "store", managed: true } });
    const [namespace, ...rest] = render(shop, templates({ service: named }));
    assert.equal(rest.at(-1)?.ref, { apiVersion: "v1", kind: "Service", namespace: "store", name: "x" });
    assert.is(rest.at(-1)?.object.metadata.namespace, "store", "a template may leave the namespace out");
    assert.equal(namespace?.ref, { apiVersion: "v1", kind: "Namespace", namespace: null, name: "store" });
  },
  "every template knows its app, and values of the site's own": () => {
    const text = `${named}a: {{dokku.processType}}\n`.concat(
      "b: {{dokku.configKeys}}\nc: {{dokku.properties.[ingress-class]}}\nd: {{dokku.values.team}}\ne: {{dokku.values.tier}}\n",
      "{{#present dokku.values.other}}\nf: {{dokku.values.other}}\n{{/present}}\n{{#each dokku.processes}}\n{{type}}: {{quantity}}\n{{/each}}\n",
    );
    const values = (own: Readonly<Record<string, string>>) => ({ ...NO_SETTINGS, values: own });
    const settings = { settings: values({ team: "blue" }), siteSettings: values({ team: "all", tier: "front" }) };
    for (const name of ["service", "extra"]) {
      const object = render(app({ env: { B: "secret", A: "x" }, ...settings }), templates({ [name]: text })).at(
        -1,
      )?.object;
      assert.equal(
        [object?.a, object?.b, object?.c, object?.d, object?.e, object?.f, object?.web],
        [name === "service" ? "web" : null, ["A", "B"], "nginx", "blue", "front", undefined, 1],
      );
    }
  },
  "0 is present": () => {
    const text = `${named}{{#present port}}\na: here\n{{/present}}\n{{#present metadata.annotations}}\nb: here\n{{else}}\nc: here\n{{/present}}`;
    const ports = [{ scheme: "http", hostPort: 80, containerPort: 0 }];
    const object = render(app({ ports }), templates({ service: text })).at(-1)?.object;
    assert.equal([object?.a, object?.b, object?.c], ["here", undefined, "here"]);
  },
});
