// What a release needs of the Deployments that are there, before it is applied.
import * as assert from "uvu/assert";
import type { KubeObject, Manifest, Ref } from "../../../src/core/model/manifest.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { autoscaled, handOvers, recreated } from "../../../src/core/plan/deployments.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const AUTOSCALE = { minReplicas: "2", maxReplicas: "5", rules: ["resource:memory:AverageValue:1Gi"] };
const AUTOSCALER: Ref = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  namespace: "default",
  name: "shop-web",
};

const release = (quantity: number): readonly Manifest[] =>
  render(app({ processes: [process("web", { quantity, autoscale: AUTOSCALE }), process("worker")] }), templates());

const live = (replicas: number, strategy = "RollingUpdate"): readonly KubeObject[] =>
  ["shop-web", "shop-worker"].map((name) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, strategy: { type: strategy } },
  }));

const record = (...objects: readonly Ref[]) => ({ objects }) as unknown as ReleaseRecord;

suite("autoscaled", {
  "what has an autoscaler and runs": () => {
    const [web, ...others] = autoscaled(release(3));
    assert.equal([web?.processType, web?.deployment.name, web?.min, web?.max], ["web", "shop-web", 2, 5]);
    assert.equal(others, []);
  },
  "not what is scaled to 0: its Deployment says so, and Kubernetes lets the autoscaler rest": () => {
    assert.equal(autoscaled(release(0)), []);
    assert.ok(release(0).some(({ ref }) => ref.kind === AUTOSCALER.kind));
  },
});

suite("replicas handed over", {
  ...table(
    [
      ["the live count, when the autoscaler is new", live(3), record(), [3]],
      ["the live count, when nothing is recorded", live(3), null, [3]],
      ["none, when the autoscaler was there", live(3), record(AUTOSCALER), []],
      [
        "the live count, when it was there in another namespace",
        live(3),
        record({ ...AUTOSCALER, namespace: "a" }),
        [3],
      ],
      ["the minimum, when it was stopped", live(0), record(AUTOSCALER), [2]],
      ["none, before the first deploy", [], null, []],
    ] as const,
    (_, objects, before, expected) => {
      const found = handOvers(autoscaled(release(3)), objects, before);
      assert.equal(
        found.map(({ replicas }) => replicas),
        expected,
      );
    },
  ),
});

suite("recreated", {
  "a Deployment that was rolled so far": () => {
    const mounts = [{ claim: "data", path: "/data" }];
    const shop = app({ mounts, exclusiveClaims: ["data"] });
    const names = (manifests: readonly Manifest[], objects: readonly KubeObject[]) =>
      recreated(manifests, objects).map(({ name }) => name);
    assert.equal(names(render(shop, templates()), live(1)), ["shop-web"]);
    assert.equal(names(render(shop, templates()), live(1, "Recreate")), []);
    assert.equal(names(render(shop, templates()), []), []);
    assert.equal(names(render({ ...shop, exclusiveClaims: [] }, templates()), live(1)), []);
  },
});
