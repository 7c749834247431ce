import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import { servingLine } from "../../../src/core/plan/serving.ts";
import { suite, table } from "../suite.ts";

const template = (image: string, more: object = {}) => ({ spec: { containers: [{ name: "web", image, ...more }] } });
const past = (number: number, ...[image, more]: Parameters<typeof template>): PastRelease =>
  ({
    number,
    manifests: ["web", "worker"].map((processType) => ({
      processType,
      object: { kind: "Deployment", spec: { template: template(image, more) } },
    })),
  }) as unknown as PastRelease;
const replicaSet = (
  type: string,
  readyReplicas: number,
  ...[image, more]: Parameters<typeof template>
): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { name: `shop-${type}-1`, labels: { "process-type": type } },
  spec: { template: template(image, more) },
  status: { readyReplicas },
});
const releases = [past(1, "shop:1"), past(2, "shop:2"), past(3, "shop:2", { workingDir: "/srv" })];

suite("which release serves", {
  ...table(
    [
      ["one", [replicaSet("web", 2, "shop:1")], "what serves of shop now: web of release 1"],
      [
        "each type another, old pods beside new ones",
        [replicaSet("worker", 1, "shop:2"), replicaSet("web", 1, "shop:1"), replicaSet("web", 1, "shop:2")],
        "what serves of shop now: web of release 1, web of release 2, worker of release 2",
      ],
      [
        "the one with all that it has",
        [replicaSet("web", 1, "shop:2", { workingDir: "/srv" })],
        "what serves of shop now: web of release 3",
      ],
      [
        "somebody else's",
        [replicaSet("web", 1, "shop:9")],
        "what serves of shop now: web of none of its last releases",
      ],
      ["no pod is ready", [replicaSet("web", 0, "shop:1")], "no pod of shop serves now"],
      ["a cluster that does not say", null, "what serves of shop now is not known: dokku ps:report shop"],
    ] as const,
    (_title, replicaSets, says) => assert.is(servingLine("shop", releases, replicaSets), says),
  ),
});
