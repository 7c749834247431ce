import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { Issue, Manifest } from "../../../src/core/model/manifest.ts";
import {
  type Checked,
  changeLines,
  checkRows,
  exitCodeOf,
  issueLines,
  summaryOf,
} from "../../../src/core/words/template-check.ts";
import { suite, table } from "../suite.ts";

const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: "store", name: "shop-web" };
const nothing: Checked = { app: "shop", manifests: [], changes: [], stopped: null };
const changed: Checked = {
  ...nothing,
  changes: [
    {
      change: "changed",
      ref,
      fields: [
        { change: "added", path: "spec.a", from: null, to: { b: 1 } },
        { change: "changed", path: "spec.c", from: 1, to: "x".repeat(200) },
        { change: "removed", path: "spec.d", from: [1], to: null },
      ],
    },
    { change: "removed", ref: { ...ref, kind: "Service" }, fields: [] },
  ],
};

function wrong(app: string, severity: Issue["severity"]): Checked {
  const source = { template: "x.yaml.hbs", origin: "site", patches: [], touched: false, locate: () => null } as const;
  const issue: Issue = { severity, rule: null, path: "/spec/template/spec/containers/0/image", message: "is odd" };
  const object = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: `${app}-web` } };
  const manifest: Manifest = {
    source,
    ref: { ...ref, name: `${app}-web` },
    processType: "web",
    object,
    issues: [issue],
  };
  return { ...nothing, app, manifests: [manifest] };
}

const stopped = (app: string): Checked => ({
  ...nothing,
  app,
  stopped: new SchedulerError("TEMPLATE_BROKEN", `render Service/${app}`, ["x.yaml.hbs:3: no"], "see: README"),
});

suite("a check of templates", {
  ...table(
    [
      ["nothing", [nothing], 0, "1 app: 0 would change, 0 would be refused"],
      ["changes", [nothing, changed], 2, "2 apps: 1 would change, 0 would be refused"],
      ["a warning is no refusal", [wrong("shop", "warning")], 0, "1 app: 0 would change, 0 would be refused"],
      ["an error", [changed, wrong("shop", "error")], 1, "2 apps: 1 would change, 1 would be refused"],
      ["not rendered", [changed, stopped("shop")], 1, "2 apps: 1 would change, 1 would be refused"],
    ] as const,
    (_title, checked: readonly Checked[], code, summary) => {
      assert.is(exitCodeOf(checked), code);
      assert.is(summaryOf(checked), summary);
    },
  ),
  "changes for a person": () =>
    assert.equal(changeLines(changed), [
      "~ Deployment shop-web",
      '    + spec.a: {"b":1}',
      `    ~ spec.c: 1 -> "${"x".repeat(116)}...`,
      "    - spec.d: [1]",
      "- Service shop-web",
    ]),
  "what is wrong with several apps is said once": () => {
    const apps = ["a", "b", "c", "d", "e"];
    assert.equal(issueLines(apps.map(stopped)), [
      "render Service/a, and so for b, c, d and 1 more",
      "x.yaml.hbs:3: no",
      "see: README",
    ]);
    const [title = "", ...lines] = issueLines(apps.map((app) => wrong(app, "error")));
    assert.is(title, "x.yaml.hbs (site) -> Deployment/a-web, Deployment/b-web, Deployment/c-web and 2 more");
    assert.is(lines.length, 1);
  },
  "for a program": () =>
    assert.equal(
      checkRows([wrong("shop", "error"), stopped("blog"), { ...changed, changes: changed.changes.slice(1) }]),
      [
        {
          app: "shop",
          stopped: null,
          issues: [
            {
              kind: "Deployment",
              name: "shop-web",
              template: "x.yaml.hbs",
              severity: "error",
              rule: null,
              path: "spec.template.spec.containers[0].image",
              message: "is odd",
            },
          ],
          changes: [],
        },
        { app: "blog", stopped: "render Service/blog\nx.yaml.hbs:3: no", issues: [], changes: [] },
        {
          app: "shop",
          stopped: null,
          issues: [],
          changes: [{ change: "removed", kind: "Service", name: "shop-web", fields: [] }],
        },
      ],
    ),
});
