// What `:top` prints of pods and their metrics.
import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { containerUses } from "../../../src/core/status/top.ts";
import { topLines } from "../../../src/core/words/top-report.ts";
import { suite } from "../suite.ts";

const pod = (name: string, type: string | null, resources: object, phase = "Running"): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: type === null ? {} : { "process-type": type } },
  spec: { containers: [{ name: "main", resources }] },
  status: { phase },
});

const used = (name: string, cpu: string, memory: string): KubeObject => ({
  apiVersion: "metrics.k8s.io/v1beta1",
  kind: "PodMetrics",
  metadata: { name },
  containers: [{ name: "main", usage: { cpu, memory } }],
});

const PODS = [
  pod("shop-worker-a", "worker", { requests: { cpu: "100m" }, limits: { memory: "64Mi" } }),
  pod("shop-web-a", "web", { limits: { cpu: "1", memory: "256Mi" } }),
  pod("shop-web-b", "web", {}),
  pod("shop-run-x", null, {}),
  pod("shop-web-c", "web", {}, "Failed"),
];
const USED = [used("shop-worker-a", "3210987n", "60Mi"), used("shop-web-a", "250m", "64Mi")];

suite("top", {
  "one line for each container, with the share of its limit": () =>
    assert.equal(topLines(containerUses(PODS, USED), 80), [
      "PROCESS     CPU       REQUEST  LIMIT  MEMORY    REQUEST  LIMIT  CONTAINER",
      "shop-run-x  -         -        -      -         -        -      main",
      "web.1       250m 25%  -        1000m  64Mi 25%  -        256Mi  main",
      "web.2       -         -        -      -         -        -      main",
      "worker.1    3m        100m     -      60Mi 94%  -        64Mi   main",
    ]),
  "without metrics what is requested and the limits are known": () => {
    const uses = containerUses(PODS, null).filter(({ process }) => process === "worker.1");
    const cpu = { now: null, request: 0.1, limit: null };
    const memory = { now: null, request: null, limit: 64 * 1024 ** 2 };
    assert.equal(uses, [{ process: "worker.1", pod: "shop-worker-a", container: "main", cpu, memory }]);
  },
});
