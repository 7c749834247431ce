// Rollouts of StatefulSets and DaemonSets: how far they are, what holds them up, and which pods nobody would replace.
import * as assert from "uvu/assert";
import { blockers, diagnose } from "../../../src/core/diagnose/diagnose.ts";
import type { Evidence } from "../../../src/core/diagnose/evidence.ts";
import { isRolledOut, isStale, progressOf } from "../../../src/core/diagnose/rollout-status.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { suite, table } from "../suite.ts";

const NOW = Date.parse("2026-11-26T20:00:00Z");
const at = (seconds: number) => new Date(NOW - 1000 * seconds).toISOString();
const labels = { app: "shop", "process-type": "db" };
const container = { name: "shop-db", image: "shop:1", readinessProbe: { tcpSocket: { port: 5000 } } };

const statefulSet = (status: object, replicas = 2): KubeObject =>
  ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "shop-db", namespace: "store", labels, generation: 2 },
    spec: { replicas, template: { spec: { containers: [container] } } },
    status: { observedGeneration: 2, updateRevision: "shop-db-new", ...status },
  }) as KubeObject;

const daemonSet = (status: object): KubeObject =>
  ({
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: {
      name: "shop-db",
      namespace: "store",
      labels,
      generation: 2,
      annotations: { "deprecated.daemonset.template.generation": "2" },
    },
    spec: { template: { spec: { containers: [container] } } },
    status: { observedGeneration: 2, ...status },
  }) as KubeObject;

const states = {
  runs: { ready: true, restartCount: 0, state: { running: { startedAt: at(100) } } },
  starts: { ready: false, restartCount: 0, state: { running: { startedAt: at(5) } } },
  unready: { ready: false, restartCount: 0, state: { running: { startedAt: at(100) } } },
  crashes: {
    ready: false,
    restartCount: 3,
    state: { waiting: { reason: "CrashLoopBackOff" } },
    lastState: { terminated: { exitCode: 3, reason: "Error" } },
  },
};

function pod(
  owner: KubeObject,
  ordinal: number,
  of: object,
  state: keyof typeof states,
  phase = "Running",
): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `shop-db-${ordinal}`,
      namespace: "store",
      labels: { ...labels, ...of },
      ownerReferences: [{ kind: owner.kind, name: "shop-db" }],
    } as KubeObject["metadata"],
    spec: { containers: [container] },
    status: { phase, containerStatuses: [{ ...container, ...states[state] }] },
  };
}

const is = (revision: "new" | "old") => ({ "controller-revision-hash": `shop-db-${revision}` });
const generation = (number: number) => ({ "pod-template-generation": String(number) });

const evidence = (live: KubeObject, pods: readonly KubeObject[], events: readonly KubeObject[] = []): Evidence => ({
  app: "shop",
  workloads: [live],
  objects: [live, ...pods],
  events,
  seconds: 40,
  now: NOW,
});

const says = (...of: Parameters<typeof evidence>) => diagnose(evidence(...of)).map((finding) => finding.says);

const warning = (message: string, seconds: number): KubeObject =>
  ({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "x" },
    involvedObject: { name: "shop-db" },
    reason: "FailedCreate",
    message,
    lastTimestamp: at(seconds),
  }) as KubeObject;

type Row = [title: string, live: KubeObject, ready: number, wanted: number, isRolledOut: boolean];

const progress: Row[] = [
  [
    "one of two is new",
    statefulSet({ replicas: 2, readyReplicas: 2, availableReplicas: 2, updatedReplicas: 1 }),
    1,
    2,
    false,
  ],
  [
    "the new one is not ready",
    statefulSet({ replicas: 2, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 }),
    0,
    2,
    false,
  ],
  ["all are", statefulSet({ replicas: 2, readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2 }), 2, 2, true],
  ["none is wanted", statefulSet({}, 0), 0, 0, true],
  [
    "two of three nodes",
    daemonSet({
      desiredNumberScheduled: 3,
      currentNumberScheduled: 3,
      updatedNumberScheduled: 2,
      numberReady: 3,
      numberAvailable: 3,
    }),
    2,
    3,
    false,
  ],
  [
    "all nodes",
    daemonSet({
      desiredNumberScheduled: 3,
      currentNumberScheduled: 3,
      updatedNumberScheduled: 3,
      numberReady: 3,
      numberAvailable: 3,
    }),
    3,
    3,
    true,
  ],
  ["no node takes it", daemonSet({ desiredNumberScheduled: 0 }), 0, 0, true],
];

const running = statefulSet({ replicas: 2, readyReplicas: 1, updatedReplicas: 1 });

suite("rollouts of other workloads", {
  ...table(progress, (_, live, ready, wanted, isDone) => {
    assert.equal([progressOf(live).ready, progressOf(live).wanted], [ready, wanted]);
    assert.is(isRolledOut(live), isDone);
    assert.is(isStale(live), false);
  }),
  "a broken pod of an earlier release is in the way of a StatefulSet, one that starts is not": () => {
    const names = (...of: Parameters<typeof evidence>) =>
      blockers(evidence(...of)).map(({ metadata }) => metadata.name);
    assert.equal(names(running, [pod(running, 0, is("old"), "runs"), pod(running, 1, is("old"), "crashes")]), [
      "shop-db-1",
    ]);
    assert.equal(names(running, [pod(running, 1, is("old"), "unready")]), ["shop-db-1"]);
    assert.equal(names(running, [pod(running, 1, is("old"), "starts")]), []);
    assert.equal(names(running, [pod(running, 1, is("old"), "starts", "Pending")]), ["shop-db-1"]);
    assert.equal(names(running, [pod(running, 1, is("new"), "crashes")]), []);
    const unseen = statefulSet({ observedGeneration: 1 });
    assert.equal(names(unseen, [pod(unseen, 1, is("old"), "crashes")]), []);
    const daemons = daemonSet({ desiredNumberScheduled: 1 });
    assert.equal(names(daemons, [pod(daemons, 1, generation(1), "crashes")]), []);
  },
  "only pods of the newest release are diagnosed": () => {
    const found = (of: object, live: KubeObject) => says(live, [pod(live, 1, of, "crashes")]).join("\n");
    assert.match(found(is("new"), running), /exit(ed|s|) /);
    assert.is(found(is("old"), running), "");
    const daemons = daemonSet({ desiredNumberScheduled: 1 });
    assert.match(found(generation(2), daemons), /exit(ed|s|) /);
    assert.is(found(generation(1), daemons), "");
  },
  "pods of another kind of the same name are none of its": () => {
    const other = pod({ ...running, kind: "ReplicaSet" }, 1, is("old"), "crashes");
    assert.equal(blockers(evidence(running, [other])), []);
  },
  "who refuses its pods is told, for as long as it does": () => {
    const none = statefulSet({ replicas: 0 });
    const text = `create Pod shop-db-0 in StatefulSet shop-db failed error: pods "shop-db-0" is forbidden: exceeded quota: small, requested: pods=1`;
    assert.match(
      says(none, [], [warning(text, 10)]).join("\n"),
      /^the namespace's quota leaves no room for its pods: exceeded quota: small/,
    );
    assert.equal(says(none, [], [warning(text, 100)]), []);
    const daemons = daemonSet({ desiredNumberScheduled: 1 });
    assert.match(
      says(
        daemons,
        [],
        [warning('Error creating: pods "shop-db-x" is forbidden: violates PodSecurity "restricted:latest"', 1)],
      ).join(""),
      /pod security level/,
    );
  },
  "one that is gone is named by its kind": () => {
    const text = diagnose({ ...evidence(running, []), objects: [] }).map((finding) => finding.says);
    assert.match(text.join(""), /^StatefulSet shop-db no longer exists/);
  },
});
