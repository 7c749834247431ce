// The canary of a release: when there is one, how many pods it has, and what is applied, recorded and removed of it.
import * as assert from "uvu/assert";
import { restarts } from "../../../src/core/diagnose/restarts.ts";
import type { App } from "../../../src/core/model/app.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import { at, fields } from "../../../src/core/model/read.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { processTypeOf } from "../../../src/core/objects/labels.ts";
import {
  askedOf,
  type Canary,
  canaryManifest,
  canaryOf,
  canaryRef,
  canaryRefs,
  canaryServices,
  hasCanary,
  isServed,
  isWeighed,
  leftLine,
  newPods,
  planCanary,
  planNoCanary,
  runsLine,
  shareLine,
  weighedLine,
  weighedPods,
} from "../../../src/core/plan/canary.ts";
import { changesOf } from "../../../src/core/plan/plan.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";
import { wantedOf } from "./wanted.ts";

const AUTOSCALE = { minReplicas: "2", maxReplicas: "5", rules: ["resource:memory:AverageValue:1Gi"] };
const record = { objects: [], routes: [], stopped: false, port: 80 } as unknown as ReleaseRecord;
const place = { cluster: { kubeconfig: null, context: null }, namespace: "default" };

/** What a release has made, running with so many pods. */
const running = (of: Partial<App>, replicas: number | null = 3): readonly KubeObject[] =>
  wantedOf(of).release.manifests.map(({ object }) =>
    object.kind === "Deployment" && replicas !== null
      ? { ...object, spec: { ...fields(object.spec), replicas } }
      : object,
  );
const good = (fields: Partial<App>) =>
  [
    { outcome: "deployed", number: 4, manifests: wantedOf(fields).release.manifests },
  ] as unknown as readonly PastRelease[];

const BEFORE = { env: { A: "1" } };
const of = (after: Partial<App>, before: Partial<App> = BEFORE, live = running(before)) =>
  canaryOf(wantedOf(after, record), live, good(before));
const NEXT = { env: { A: "2" } };
const tried = () => of(NEXT) as Canary;

suite("a canary: whether there is one", {
  ...table(
    [
      ["of the same pods", of(BEFORE), "the pods of web do not change"],
      ["of fewer fields", of({}, BEFORE), null],
      ["of a first release", canaryOf(wantedOf(NEXT), running(BEFORE), []), "it is the first release"],
      ["of what never ran", of(NEXT, BEFORE, []), "no pods of web run yet"],
      ["of an app that is stopped", of(NEXT, BEFORE, running(BEFORE, 0)), "no pods of web run yet"],
      ["of a scale of 0", of({ ...NEXT, processes: [process("web", { quantity: 0 })] }), "web is scaled to 0"],
      ["without web", of({ ...NEXT, processes: [process("worker")] }), "the release has no Deployment of web"],
      [
        "with checks disabled",
        of({ ...NEXT, processes: [process("web", { checks: "disabled" })] }),
        "old pods of web stop before new ones start",
      ],
      [
        "of pods that cannot mount a claim at once",
        of({ ...NEXT, mounts: [{ claim: "data", path: "/data" }], exclusiveClaims: ["data"] }),
        "old pods of web stop before new ones start",
      ],
      [
        "where only the worker changes",
        of({ ...BEFORE, processes: [process("web"), process("worker")] }),
        "the pods of web do not change",
      ],
      ["with an autoscaler", of({ ...NEXT, processes: [process("web", { autoscale: autoscaled() })] }), null],
      [
        "on another port",
        of({ ...NEXT, ports: [{ scheme: "http", hostPort: 80, containerPort: 8080 }] }),
        "web listens on another port: its Service changes with the rollout alone",
      ],
      ["after a history that cannot be read", canaryOf(wantedOf(NEXT, record), running(BEFORE), []), null],
    ] as const,
    (_, is, why) => assert.is(typeof is === "string" ? is : null, why),
  ),
  "its pods need what the cluster does not have yet": () =>
    assert.equal(
      tried().needs.map(({ ref }) => ref.kind),
      ["Secret"],
    ),
  "its pods need the login of now": () => {
    const login = (auth: string) => ({ registryLogin: { server: "registry.example.com", auth } });
    const { needs } = of({ ...NEXT, ...login("bmV3") }, { ...BEFORE, ...login("b2xk") }) as Canary;
    assert.equal(needs.map(({ ref }) => ref.name)[0], "shop-registry");
  },
});

function autoscaled() {
  return { ...process("web").autoscale, ...AUTOSCALE };
}

suite("a canary: how many pods", {
  ...table(
    [
      [
        "one of two is the least",
        10,
        1,
        1,
        "1 new pod beside 1: 50% of the requests, not 10%: 2 pods cannot share them otherwise",
      ],
      ["as asked for", 10, 9, 1, "1 new pod beside 9: 10% of the requests"],
      [
        "never more than asked for",
        25,
        8,
        2,
        "2 new pods beside 8: 20% of the requests, not 25%: 10 pods cannot share them otherwise",
      ],
      ["half", 50, 4, 4, "4 new pods beside 4: 50% of the requests"],
      [
        "no more than old ones",
        75,
        4,
        4,
        "4 new pods beside 4: 50% of the requests, not 75%: more new pods than old ones are not started",
      ],
    ] as const,
    (_, percent, old, pods, says) => {
      assert.is(newPods(percent, old), pods);
      assert.is(shareLine({ percent, seconds: 1, text: "" }, pods, old), says);
    },
  ),
});

suite("a canary: how many pods serve a share that weights give", {
  ...table(
    [
      ["one beside one", 10, [1], 1, "1 new pod beside 1: 10% of the requests, by the weights of its routes"],
      [
        "as many as the load needs",
        25,
        [9],
        3,
        "3 new pods beside 9: 25% of the requests, by the weights of its routes",
      ],
      ["half", 50, [4], 2, "2 new pods beside 4: 50% of the requests, by the weights of its routes"],
      ["nearly all", 99, [2], 2, "2 new pods beside 2: 99% of the requests, by the weights of its routes"],
      [
        "as before an autoscaler removed old ones",
        75,
        [8, 4],
        6,
        "6 new pods beside 4: 75% of the requests, by the weights of its routes",
      ],
    ] as const,
    (_, percent, old, pods, says) => {
      assert.is(weighedPods(percent, old), pods);
      assert.is(weighedLine({ percent, seconds: 1, text: "" }, pods, old.at(-1) ?? 0), says);
    },
  ),
});

const ROUTED = {
  domains: ["a.test"],
  properties: computeProperties({ routing: "gateway", gateway: "infra/public" }, {}),
};
const GATEWAY: Partial<App> = {
  ...ROUTED,
  gateway: {
    namespace: "infra",
    name: "public",
    listeners: [{ name: "web", protocol: "HTTP", port: 80, hostname: null, secret: null }],
  },
};
const onGateway = (routes: readonly unknown[] = [{ ingress: null }], live = running({ ...BEFORE, ...GATEWAY })) =>
  canaryOf(wantedOf({ ...NEXT, ...GATEWAY }, { ...record, routes } as unknown as ReleaseRecord), live, []) as Canary;
const selects = (selector: unknown, template: unknown) => {
  const labels = fields(at(template, "metadata", "labels"));
  return Object.entries(fields(selector)).every(([name, value]) => labels[name] === value);
};

suite("a canary: where a Gateway routes the app", {
  "it has a Service of its own, and web's does not send to its pods": () => {
    const canary = onGateway();
    const { object } = canaryManifest({ app: "shop", place }, canary, 1, { text: "10%:2m", since: "2026" });
    const [service] = canaryServices({ app: "shop", place }, canary);
    const [web, own] = [canary.service, service].map((one) => one?.object.spec);
    const [old, tried] = [canary.web.object, object].map(({ spec }) => at(spec, "template"));
    const both = [web, own, object.spec].map((spec, index) =>
      index < 2 ? at(spec, "selector") : at(spec, "selector", "matchLabels"),
    );
    assert.equal(
      both.map((selector) => [selects(selector, old), selects(selector, tried)]),
      [
        [true, false],
        [false, true],
        [false, true],
      ],
    );
    assert.equal(at(own, "ports"), at(web, "ports"));
    assert.equal([isWeighed(object), isWeighed(canary.web.object), isWeighed(manifest().object)], [true, false, false]);
    assert.is(processTypeOf(object), "web.canary");
  },
  "its Service gets no address outside the cluster": () => {
    const canary = onGateway();
    const { service } = canary;
    if (service === null) throw new Error("no Service");
    const spec = {
      ...fields(service.object.spec),
      type: "NodePort",
      ports: [{ port: 80, targetPort: 80, nodePort: 30000 }],
    };
    const outside = { ...canary, service: { ...service, object: { ...service.object, spec } } };
    const [own] = canaryServices({ app: "shop", place }, outside);
    assert.equal(Object.keys(fields(own?.object.spec)), ["ports", "selector"]);
    assert.equal(at(own?.object.spec, "ports"), [{ port: 80, targetPort: 80 }]);
  },
  "not while an Ingress routes it too, and not where no route in the cluster leads to web": () => {
    assert.is(onGateway([{ ingress: null }, { ingress: "app-ingress" }]).service, null);
    assert.is(onGateway([{ ingress: null }], running(BEFORE)).service, null);
    assert.equal(canaryServices({ app: "shop", place }, tried()), []);
  },
  "both go with it": () => {
    const refs = canaryRefs("shop", place);
    const is = { ...record, objects: refs };
    assert.equal(planNoCanary({ app: "shop", place, record: is }).remove, refs);
    assert.equal(
      [refs, [canaryRef("shop", place)]].map((objects) => isServed("shop", place, objects)),
      [true, false],
    );
    assert.equal(changesOf({ ...wantedOf(NEXT, is), processType: "web" }).prune, refs);
  },
});

const manifest = () => canaryManifest({ app: "shop", place }, tried(), 2, { text: "10%:2m", since: "2026" });

suite("a canary: what is said of one that did not come to its end", {
  "it keeps its share until the rollout: that may have ended it": () => {
    assert.is(leftLine("shop", false), "the canary of shop keeps its share of the requests");
    assert.not.match(leftLine("shop", true), "share");
    assert.match(leftLine("shop", true), /rollout .* had begun.*still there/);
  },
  "no pod was replaced before the rollout": () =>
    assert.equal(
      [false, true].map((isTried) => runsLine("shop", isTried)),
      ["shop runs as before: none of its pods was replaced", "what ran beside it stays as it is"],
    ),
});

suite("a canary: its objects", {
  "a Deployment that selects its own pods, which web's Service selects too": () => {
    const { object, ref } = manifest();
    assert.equal(ref, canaryRef("shop", place));
    assert.is(object.metadata.name, ref.name);
    const service = wantedOf(NEXT).release.manifests.find((one) => one.ref.kind === "Service");
    const labels = at(object.spec, "template", "metadata", "labels") as Readonly<Record<string, string>>;
    const selects = (selector: unknown) =>
      Object.entries(fields(selector)).every(([name, value]) => labels[name] === value);
    assert.ok(selects(at(service?.object.spec, "selector")));
    assert.ok(selects(at(object.spec, "selector", "matchLabels")));
    const web = wantedOf(NEXT).release.manifests.find(
      (one) => one.ref.name === "shop-web" && one.ref.kind === "Deployment",
    );
    const old = fields(at(web?.object.spec, "template", "metadata", "labels"));
    assert.not.ok(
      Object.entries(fields(at(object.spec, "selector", "matchLabels"))).every(([name, value]) => old[name] === value),
    );
    assert.is(at(object.spec, "replicas"), 2);
    assert.equal(at(object.spec, "template", "spec"), at(web?.object.spec, "template", "spec"));
  },
  "it and its pods are told from those of web, in logs and in status": () => {
    const { object } = manifest();
    const pod = { ...object, ...fields(at(object.spec, "template")) } as KubeObject;
    assert.equal([processTypeOf(object), processTypeOf(pod)], ["web.canary", "web.canary"]);
  },
  "it is recorded before it is there, removed with the next release, and by a plan of its own": () => {
    const trial = { app: "shop", place, record };
    const plan = planCanary(trial, [...tried().needs, manifest()]);
    assert.is(plan.record?.when, "before");
    const is = plan.record?.is as ReleaseRecord;
    assert.equal(
      is.objects.map(({ kind }) => kind),
      ["Secret", "Deployment"],
    );
    assert.equal([hasCanary(trial), hasCanary({ ...trial, record: is })], [false, true]);
    const { prune } = changesOf(wantedOf(NEXT, is));
    assert.equal(prune, [canaryRef("shop", place)]);
    const back = planNoCanary({ ...trial, record: is });
    assert.equal(back.remove, [canaryRef("shop", place)]);
    assert.equal(
      back.record?.is?.objects.map(({ kind }) => kind),
      ["Secret"],
    );
  },
});

const deployment = (asked?: string) =>
  ({
    metadata: { name: "x", annotations: asked === undefined ? {} : { "dokku.com/canary-asked": asked } },
  }) as unknown as KubeObject;
const pod = (restartCount: number, lastState: object = {}, metadata: object = {}) =>
  ({
    kind: "Pod",
    metadata: { name: "p", labels: { "process-type": "web" }, ...metadata },
    status: { containerStatuses: [{ name: "shop-web", restartCount, lastState }] },
  }) as unknown as KubeObject;

suite("a canary: what it is watched for", {
  "what somebody wants": () =>
    assert.equal([deployment(), deployment("promote"), deployment("abort"), deployment("x")].map(askedOf), [
      null,
      "promote",
      "abort",
      null,
    ]),
  "a restart is too much": () => {
    const found = restarts([
      pod(0),
      pod(1, { terminated: { exitCode: 3 } }),
      pod(2),
      pod(2, {}, { deletionTimestamp: "2026" }),
    ]);
    assert.equal(
      found.map(({ says, isFinal }) => [says, isFinal]),
      [
        ["the container has restarted once, the last time with exit code 3", true],
        ["the container has restarted 2 times", true],
      ],
    );
  },
});
