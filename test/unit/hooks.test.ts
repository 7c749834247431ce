// What other plugins' triggers are given of a manifest, and what they may make of it.
import * as assert from "uvu/assert";
import { SchedulerError } from "../../src/core/errors.ts";
import { afterHook, hookArguments, hookText, postHooks, preHooks } from "../../src/core/hooks.ts";
import type { KubeObject, Manifest } from "../../src/core/model/manifest.ts";
import { render } from "../../src/core/render/render.ts";
import { issueReport } from "../../src/core/validate/report.ts";
import { validate } from "../../src/core/validate/validate.ts";
import { app, process, schemas, templates } from "./fixtures.ts";
import { suite, table } from "./suite.ts";

const shop = app({ env: { A: "1" }, domains: ["a.test"], processes: [process("web"), process("worker")] });
const manifests = render(shop, templates({ extra: "apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n" }));
const deployment = manifests.find(({ ref }) => ref.name === "shop-web") as Manifest;
const hook = { trigger: "pre-deploy-kubernetes-apply", plugin: "tune" } as const;
const after = (change: (object: Record<string, unknown>) => unknown) =>
  afterHook(deployment, JSON.stringify(change(JSON.parse(hookText(deployment.object)))), hook);

function refusal(text: string): string {
  try {
    afterHook(deployment, text, hook);
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error;
    assert.is(error.code, "HOOK_FAILED");
    assert.is(error.doing, "run pre-deploy-kubernetes-apply of plugin tune for Deployment shop-web");
    return error.because.join("\n");
  }
  throw new Error("it was taken");
}

const moved = (metadata: object) => JSON.stringify({ ...deployment.object, metadata });

suite("hooks", {
  "are called for Deployments, Services and Ingresses of the plugin": () => {
    const calls = [...preHooks, ...postHooks].flatMap((trigger) =>
      manifests.flatMap((manifest) => {
        const args = hookArguments(trigger, "shop", manifest);
        return args === null ? [] : [`${trigger} ${args("F").join(" ")}`];
      }),
    );
    const each = (trigger: string) =>
      ["deployment", "service"].flatMap((kind) =>
        (kind === "deployment" ? ["web", "worker"] : ["web"]).map((type) => `${trigger} shop ${type} F ${kind}`),
      );
    assert.equal(calls, [
      ...each("pre-deploy-kubernetes-apply"),
      "pre-ingress-kubernetes-apply shop F",
      "pre-kubernetes-ingress-apply shop F",
      ...each("post-deploy-kubernetes-apply"),
    ]);
  },
  "leave a manifest as it is": () => {
    assert.is(afterHook(deployment, hookText(deployment.object), hook), deployment);
  },
  "change a manifest, which says so, and is validated": () => {
    const changed = after((object) => ({ ...object, spec: { ...(object.spec as object), replicas: "many" } }));
    assert.is((changed.object as KubeObject & { spec: { replicas: unknown } }).spec.replicas, "many");
    assert.is(changed.source.origin, "trigger");
    assert.equal(issueReport(validate(shop, [changed], schemas).manifests).slice(0, 2), [
      "templates/deployment.yaml.hbs, changed by pre-deploy-kubernetes-apply of plugin tune (trigger) -> Deployment/shop-web",
      '  spec.replicas must be integer, not "many"',
    ]);
  },
  ...table(
    [
      ["nothing", "", /^it left an empty file\nnothing was applied$/],
      ["no JSON", "kind: Deployment", /^it left invalid JSON: /],
      ["a list", "[]", /^it left JSON that is not an object/],
      ["null", "null", /^it left JSON that is not an object/],
      ["another object", "{}", /another object: apiVersion apps\/v1 to nothing, kind Deployment to nothing/],
      ["no metadata", `{"apiVersion":"apps/v1","kind":"Deployment","metadata":5}`, /name shop-web to nothing/],
      ["another name", moved({ name: "x", namespace: "default" }), /another object: name shop-web to x\n/],
      ["another namespace", moved({ name: "shop-web", namespace: "x" }), /: namespace default to x\n/],
    ] as const,
    (_title, text, says) => assert.match(refusal(text), says),
  ),
});
