import * as assert from "uvu/assert";
import { render } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, schemas, templates, templateText } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

/** The report of a Deployment that a site has changed, without where in its template it is. */
function report(change: (text: string) => string): readonly string[] {
  const manifests = render(app(), templates({ deployment: change(templateText("deployment")) }));
  const lines = issueReport(validate(app(), manifests, schemas).manifests);
  return lines.filter((line) => /^( {2})?\S/.test(line)).map((line) => line.trim());
}

const TITLE = "site/deployment.yaml.hbs (site) -> Deployment/shop-web";
const POD = "spec.template.spec";

suite("schema", {
  "the built-in templates are valid": () =>
    assert.equal(
      report((text) => text),
      [],
    ),
  ...table(
    [
      ["type", "replicas: {{replicas}}", 'replicas: "many"', ['spec.replicas must be integer, not "many"']],
      [
        "range",
        "replicas: {{replicas}}",
        "replicas: 3000000000",
        ["spec.replicas must be <= 2147483647, not 3000000000"],
      ],
      [
        "unknown field",
        "replicas: {{replicas}}",
        "replica: 1",
        ["spec.replica is not a field that Kubernetes knows, did you mean replicas?"],
      ],
      [
        "missing field",
        "- name: {{container.name}}\n          image:",
        "- image:",
        [`${POD}.containers[0].name is missing`],
      ],
      [
        "integer or string",
        "maxSurge",
        "maxSurge: true\n      #",
        ["spec.strategy.rollingUpdate.maxSurge must be integer or string, not true"],
      ],
      [
        "empty map",
        "  selector:\n    matchLabels:\n      {{> map selector}}\n",
        "  selector:\n",
        ["spec.selector must be object, not null"],
      ],
      [
        "enum",
        "imagePullPolicy: {{container.imagePullPolicy}}",
        "imagePullPolicy: Sometimes",
        [`${POD}.containers[0].imagePullPolicy must be one of Always, IfNotPresent, Never, not "Sometimes"`],
      ],
      [
        "quantity",
        "imagePullPolicy: {{container.imagePullPolicy}}",
        "resources:\n            limits:\n              cpu: 1 core",
        [`${POD}.containers[0].resources.limits.cpu must be a quantity such as 250m, 2 or 512Mi, not "1 core"`],
      ],
    ] as const,
    (_title, from, to, issues) => {
      assert.equal(
        report((text) =>
          text
            .replace(from, to)
            .replace(/{{> map rollingUpdate}}/, to.startsWith("maxSurge") ? "maxSurge: true" : "$&"),
        ),
        [TITLE, ...issues],
      );
    },
  ),
  "null is nothing to the rules either": () => {
    const probed = (probe: string) =>
      report((text) =>
        text.replace("imagePullPolicy: {{container.imagePullPolicy}}", `imagePullPolicy: Always\n          ${probe}`),
      );
    assert.equal(probed("startupProbe:"), []);
    assert.match(probed("startupProbe: { exec: null }").join("\n"), "startupProbe must have one of exec,");
  },
  "all issues are listed": () => {
    const lines = report((text) =>
      text
        .replace("replicas:", "replica:")
        .replace("imagePullPolicy: {{container.imagePullPolicy}}", "imagePullPolicy: 5"),
    );
    assert.is(lines.length, 3, lines.join("\n"));
  },
  "an unknown field of a custom resource, which another version of it may have": () => {
    const text =
      "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: x\nspec: { scaleTargetRef: { name: x }, trigers: [], triggers: [] }";
    const { release, manifests } = validate(app(), render(app(), templates({ service: text })), schemas);
    assert.ok(release);
    assert.equal(issueReport(manifests).slice(1, 2), [
      "  warning: spec.trigers is no field of keda.sh/v1alpha1 ScaledObject in the version that is known here, did you mean triggers?",
    ]);
  },
  "a kind without a schema is said, and stops nobody": () => {
    const text = "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: x";
    const { release, manifests } = validate(app(), render(app(), templates({ service: text })), schemas);
    assert.ok(release);
    assert.equal(issueReport(manifests), [
      "site/service.yaml.hbs (site) -> Thing/x",
      "  warning: no schema is known for example.com/v1/Thing: its fields were not checked",
      "    in site/service.yaml.hbs:1",
    ]);
  },
});
