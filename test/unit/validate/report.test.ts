import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { render } from "../../../src/core/render/render.ts";
import type { Templates } from "../../../src/core/render/template.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, schemas, templates, templateText } from "../fixtures.ts";
import { suite } from "../suite.ts";

const report = (texts: Templates, fields: Partial<App> = {}) => {
  const shop = app(fields);
  return issueReport(validate(shop, render(shop, texts), schemas).manifests);
};

/** The built-in templates with a partial of the site's. */
function withPartial(name: string, change: (text: string) => string): Templates {
  const built = templates();
  const partial = built.partials[name];
  if (partial === undefined) throw new Error(`there is no partial ${name}`);
  const own = { path: `site/partials/${name}.yaml.hbs`, origin: "site", text: change(partial.text) } as const;
  return { ...built, partials: { ...built.partials, [name]: own } };
}

const config = (data: string) =>
  templates({ config: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n${data}` });

suite("what is wrong, for people", {
  "the file of the partial where the text stands, its line with neighbours, and the nearest field": () => {
    const texts = withPartial("pod", (text) => text.replace("containers:", "contaners:"));
    const rows = texts.partials.pod?.text.split("\n") ?? [];
    const line = rows.findIndex((row) => row.includes("contaners:")) + 1;
    assert.equal(report(texts).slice(0, 6), [
      "templates/deployment.yaml.hbs (built-in) -> Deployment/shop-web",
      "  spec.template.spec.containers is missing",
      ...report(texts).slice(2, 6),
    ]);
    const text = report(texts).join("\n");
    assert.match(text, "spec.template.spec.contaners is not a field that Kubernetes knows, did you mean containers?");
    assert.match(text, `    in site/partials/pod.yaml.hbs:${line}\n`);
    assert.match(text, `> ${line} | ${rows[line - 1]}\n`);
    assert.match(text, `  ${line + 1} | ${rows[line]}`);
  },
  "the same of several process types once": () => {
    const processes = ["a", "b", "c", "d", "web"].map((type) => process(type));
    const lines = report(
      withPartial("pod", (text) =>
        text.replace("imagePullPolicy: {{container.imagePullPolicy}}", "imagePullPolicy: always"),
      ),
      { processes },
    );
    const said =
      '  spec.template.spec.containers[0].imagePullPolicy must be one of Always, IfNotPresent, Never, not "always", did you mean Always?';
    assert.is(lines.filter((line) => line === said).length, 1);
    assert.is(
      lines[0],
      "templates/deployment.yaml.hbs (built-in) -> Deployment/shop-a, Deployment/shop-b, Deployment/shop-c and 2 more",
    );
  },
  "the first of very many of one object": () => {
    const lines = report(
      config(`data:\n${Array.from({ length: 60 }, (_, index) => `  k${100 + index}: 1\n`).join("")}`),
    );
    assert.is(lines.filter((line) => line.includes("must be string")).length, 50);
    assert.is(lines.at(-1), "    and 10 more");
  },
  "the key of an annotation as it is": () =>
    assert.equal(
      report(
        templates({
          service: templateText("service").replace(
            "{{> metadata}}",
            "name: x\n  annotations:\n    example.com/on: true",
          ),
        }),
      ),
      [
        "site/service.yaml.hbs (site) -> Service/x",
        "  metadata.annotations[example.com/on] must be string, not true",
        "    in site/service.yaml.hbs:6",
        "        5 |   annotations:",
        "      > 6 |     example.com/on: true",
        "        7 | spec:",
      ],
    ),
  "a template's own values, never those of a Secret": () => {
    const secret = config("data: {a: 5}").own.config?.text.replace("ConfigMap", "Secret") ?? "";
    assert.match(report(config("data: {a: 5}")).join("\n"), "data.a must be string, not 5");
    assert.match(report(templates({ config: secret })).join("\n"), /data\.a must be string\n/);
  },
  "where an app's values are wrong, no line of a built-in template": () => {
    const lines = report(templates(), { domains: ["-dash.example.com"] });
    assert.ok(lines.length > 1);
    assert.not.match(lines.join("\n"), " in templates/");
  },
});
