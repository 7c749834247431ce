// What a release needs of the Deployments that are there, before it is applied.
import * as assert from "uvu/assert";
import type { KubeObject, Manifest } from "../../../src/core/model/manifest.ts";
import { autoscaled, handOvers, recreated } from "../../../src/core/plan/deployments.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const AUTOSCALE = { minReplicas: "2", maxReplicas: "5", rules: ["resource:memory:AverageValue:1Gi"] };
const release = (quantity: number): readonly Manifest[] =>
  render(app({ processes: [process("web", { quantity, autoscale: AUTOSCALE }), process("worker")] }), templates());

const owner = (manager: string, operation: string) => ({
  manager,
  operation,
  fieldsV1: { "f:metadata": {}, "f:spec": { "f:replicas": {}, "f:template": {} } },
});
const US = owner("dokku-scheduler-kubernetes", "Apply");
const ORIGINAL = owner("kubectl-client-side-apply", "Update");
const OTHERS = [owner("kube-controller-manager", "Update"), owner("dokku-scheduler-kubernetes-autoscale", "Update")];

const live = (
  replicas: number,
  managedFields: readonly object[] = [],
  strategy = "RollingUpdate",
): readonly KubeObject[] =>
  ["shop-web", "shop-worker"].map((name) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, managedFields },
    spec: { replicas, strategy: { type: strategy } },
  }));

suite("autoscaled", {
  "what has an autoscaler and runs": () => {
    const [web, ...others] = autoscaled(release(3));
    assert.equal([web?.processType, web?.target.name, web?.min, web?.max], ["web", "shop-web", 2, 5]);
    assert.equal(others, []);
  },
  "not what is scaled to 0: its Deployment says so, and Kubernetes lets the autoscaler rest": () => {
    assert.equal(autoscaled(release(0)), []);
    assert.ok(release(0).some(({ ref }) => ref.kind === "HorizontalPodAutoscaler"));
  },
});

suite("replicas handed over", {
  ...table(
    [
      ["nothing, when others own the count", live(3, OTHERS), []],
      ["nothing, when nobody does", live(3), []],
      ["nothing, before the first deploy", [], []],
      ["our count", live(3, [US, ...OTHERS]), ["no count"]],
      ["the original's count", live(3, [ORIGINAL]), ["no count"]],
      ["the minimum, when it was stopped", live(0, OTHERS), ["2"]],
    ] as const,
    (_, objects, expected) => {
      const patches = handOvers(autoscaled(release(3)), objects).map(({ patch }) => patch as Patch);
      assert.equal(
        patches.map(({ spec }) => String(spec?.replicas ?? "no count")),
        expected,
      );
    },
  ),
  "takes that one field from us and leaves everything else as it is": () => {
    const [found] = handOvers(autoscaled(release(3)), live(3, [US, ...OTHERS]));
    const ours = { ...US, fieldsV1: { "f:metadata": {}, "f:spec": { "f:template": {} } } };
    assert.equal(found?.patch, { metadata: { managedFields: [ours, ...OTHERS] } });
  },
});

interface Patch {
  readonly spec?: { readonly replicas: number };
}

suite("recreated", {
  "a Deployment that was rolled so far": () => {
    const mounts = [{ claim: "data", path: "/data" }];
    const shop = app({ mounts, exclusiveClaims: ["data"] });
    const names = (manifests: readonly Manifest[], objects: readonly KubeObject[]) =>
      recreated(manifests, objects).map(({ name }) => name);
    assert.equal(names(render(shop, templates()), live(1)), ["shop-web"]);
    assert.equal(names(render(shop, templates()), live(1, [], "Recreate")), []);
    assert.equal(names(render(shop, templates()), []), []);
    assert.equal(names(render({ ...shop, exclusiveClaims: [] }, templates()), live(1)), []);
  },
});
