// The status of an app, from what a cluster answered about one that runs, and about those of the recorded faults.
import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { type Asked, appStatus, type Kept, NOT_ASKED } from "../../../src/core/status/app-status.ts";
import { type AppStatus, STATES } from "../../../src/core/status/status.ts";
import { age } from "../../../src/core/words/age.ts";
import { byTrouble, statusLines, statusTable, statusTitle } from "../../../src/core/words/status-report.ts";
import { faults, type Recorded } from "../diagnose/faults.ts";
import { suite, table } from "../suite.ts";

interface Recording {
  readonly objects: readonly KubeObject[];
  readonly others: readonly KubeObject[];
  readonly usage: readonly KubeObject[];
}

const recorded = JSON.parse(readFileSync(new URL("recorded.json", import.meta.url), "utf8")) as Recording;
const routes = JSON.parse(
  readFileSync(new URL("../diagnose/gateway.json", import.meta.url), "utf8"),
) as readonly KubeObject[];
const NOW = Date.parse("2026-11-26T11:42:00Z");
const DAY = 86_400_000;

const route = (host: string, tlsSecret: string | null) => ({
  app: "shop",
  namespace: "store",
  host,
  service: "shop-web",
  port: 80,
  ingress: "app-ingress",
  ingressClass: "nginx",
  tlsSecret,
});

const record = {
  image: { reference: "registry.example.com/dokku/shop:2" },
  routes: [route("shop.example.com", null)],
  objects: recorded.objects.map(({ apiVersion, kind, metadata: { name } }) => ({
    apiVersion,
    kind,
    namespace: "store",
    name,
  })),
  optionClaims: [],
  stopped: false,
  deployedAt: "2026-11-26T11:39:59Z",
} as unknown as ReleaseRecord;

const good = {
  number: 2,
  startedAt: "2026-11-26T11:39:40Z",
  outcome: "deployed",
  returnedTo: null,
  command: "git-hook",
  by: "alice",
  revision: "0a1b2c3",
  record,
} as unknown as PastRelease;
const failed = { ...good, number: 1, startedAt: "2026-11-26T11:30:00Z", outcome: "failed" } as PastRelease;

const kept: Kept = {
  app: "shop",
  place: { cluster: { kubeconfig: null, context: null }, namespace: "store" },
  record,
  history: [failed, good],
  failure: "2026-11-26T11:30:20.000Z roll out web of shop in namespace store\nweb: it did not start\n",
  certificate: null,
  mounts: [{ claim: "data", path: "/data" }],
};
const asked: Asked = { ...NOT_ASKED, ...recorded };

const status = (more: Partial<Kept> = {}, answers: Partial<Asked> = {}, now = NOW): AppStatus =>
  appStatus({ ...kept, ...more }, { ...asked, ...answers }, now);

/** A recorded fault, as the status of its app. */
function fault(name: string): AppStatus {
  const { objects, events } = faults[name] as Recorded;
  return appStatus(
    { ...kept, record: { ...record, objects: [], routes: [] }, mounts: [] },
    { ...NOT_ASKED, objects, others: [], events },
    Date.parse("2026-11-23T00:07:00Z"),
  );
}

const changed = (objects: readonly KubeObject[], kind: string, change: (one: KubeObject) => object) =>
  objects.map((one) => (one.kind === kind ? ({ ...one, ...change(one) } as KubeObject) : one));

const certificate = (fields: object): KubeObject => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "shop-tls" },
  spec: { secretName: "shop-tls" },
  ...fields,
});
const secured = (more: object) => {
  const routes = [route("shop.example.com", "shop-tls")];
  const { urls, problems } = status(
    { record: { ...record, routes } },
    { others: [...recorded.others, certificate(more)] },
  );
  return { certificate: urls[0]?.certificate, problems: problems.map(({ says }) => says) };
};

/** Every path of a value, lists as `[]`, the keys of a map with names of others left out. */
function pathsOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value))
    return value.length === 0 || typeof value[0] !== "object" ? [path] : pathsOf(value[0], `${path}[]`);
  if (typeof value !== "object" || value === null || path.endsWith(".nodes")) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === "" ? key : `${path}.${key}`));
}

/** The paths in the table of docs/status.md: `a.b`, `.c` is `a.b`, `a.c`. */
function documented(): readonly string[] {
  const page = readFileSync(new URL("../../../docs/status.md", import.meta.url), "utf8");
  const [, part = ""] = /<!-- status:.*?-->([\s\S]*)<!-- \/status -->/.exec(page) ?? [];
  const rows = part.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => {
    const names = [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    const head = (names[0] ?? "").replace(/\.\w+$/, "");
    return names.map((name) => (name.startsWith(".") ? head + name : name));
  });
}

suite("status of an app", {
  "what runs": () => {
    const { state, processes, problems, cron, claims, urls, runs } = status();
    assert.is(state, "running");
    assert.equal(problems, []);
    const calm = { wanted: 1, ready: 1, updated: 1, restarts: 0, last_restart: null, cpu: { now: 0, limit: null } };
    const since = "2026-11-26T11:39:49Z";
    const memory = (kibibytes: number) => ({ now: kibibytes * 1024, limit: 64 * 1024 ** 2 });
    const scaler = { now: 1, wanted: 1, min: 1, max: 2, metrics: ["memory 1292Ki of 1Gi"] };
    assert.equal(
      processes.map(({ nodes, ...one }) => one),
      [
        { process: "web", ...calm, memory: memory(1384), since, autoscaler: null },
        { process: "worker", ...calm, memory: memory(1292), since, autoscaler: scaler },
      ],
    );
    assert.equal(Object.values(processes[0]?.nodes ?? {}), [1]);
    const [task] = cron;
    assert.equal(task?.last, { time: "2026-11-26T11:40:04Z", outcome: "succeeded" });
    assert.equal(
      [task?.schedule, task?.time_zone, task?.command, task?.running, task?.next],
      ["* * * * *", "UTC", "hello once fired", 0, "2026-11-26T11:43:00.000Z"],
    );
    assert.equal(claims, [{ claim: "data", path: "/data", status: "Bound", size: "1Gi" }]);
    assert.equal(urls, [{ url: "http://shop.example.com", routed: true, certificate: null }]);
    assert.equal(runs, []);
  },
  "its releases": () => {
    assert.equal(status().release, {
      number: 2,
      time: "2026-11-26T11:39:40Z",
      image: "registry.example.com/dokku/shop:2",
      revision: "0a1b2c3",
      command: "git-hook",
      by: "alice",
      unfinished: null,
    });
    assert.equal(status().failed, { number: 1, time: "2026-11-26T11:30:00Z", why: "web: it did not start" });
    const later = "2026-11-26T11:50:00.000Z migrate\nno\n";
    assert.is(status({ failure: later }).failed?.why, null, "the report is of another deploy");
    assert.is(status({ failure: null }).failed?.why, null);
    const going = { ...good, number: 3, outcome: "unfinished" } as PastRelease;
    assert.is(status({ history: [good, going] }).release?.unfinished, 3);
    assert.is(status({ history: [{ ...failed, returnedTo: 7 }] }).release?.number, 7);
    assert.is(status({ history: [] }).release?.image, "registry.example.com/dokku/shop:2");
  },
  ...table<readonly [string, string, string]>(
    [
      ["crash", "down", "with exit code"],
      ["oom", "down", "running out of memory"],
      ["notfound", "down", "the image"],
      ["quota", "down", "quota"],
      ["noclaim", "down", "PersistentVolumeClaim"],
      ["healed", "running", ""],
    ],
    (name, state, says) => {
      const found = fault(name);
      assert.is(found.state, state, JSON.stringify(found.problems));
      assert.is(found.problems.length > 0, says !== "");
      assert.match(found.problems.map((one) => one.says).join("\n"), says);
    },
  ),
  "what restarted last": () => {
    const [process] = fault("oom").processes;
    assert.ok((process?.restarts ?? 0) > 0);
    assert.is(process?.last_restart?.reason, "OOMKilled");
    assert.match(fault("crash").processes[0]?.last_restart?.reason ?? "", /^exit code \d/);
  },
  "a Deployment that is gone": () => {
    const objects = recorded.objects.filter(({ metadata }) => metadata.name !== "shop-worker");
    const { state, problems } = status({}, { objects });
    assert.is(state, "down");
    assert.match(problems[0]?.says ?? "", "Deployment shop-worker no longer exists");
  },
  "an autoscaler that reads nothing though all pods run": () => {
    const conditions = [
      { type: "ScalingActive", status: "False", reason: "FailedGetResourceMetric", message: "no metrics" },
    ];
    const others = changed(recorded.others, "HorizontalPodAutoscaler", () => ({ status: { conditions } }));
    const { problems, processes } = status({}, { others });
    assert.equal(
      problems.map(({ about }) => about),
      ["worker"],
    );
    assert.equal(processes[1]?.autoscaler?.metrics, ["memory ? of 1Gi"]);
  },
  "a cron task that is suspended, or has no zone, has no next run": () => {
    for (const spec of [{ suspend: true }, { timeZone: undefined }]) {
      const objects = changed(recorded.objects, "CronJob", (one) => ({ spec: { ...Object(one.spec), ...spec } }));
      assert.is(status({}, { objects }).cron[0]?.next, null);
    }
  },
  "a cron task that failed, and one whose Jobs are gone": () => {
    const conditions = [{ type: "Failed", status: "True", lastTransitionTime: "2026-11-26T11:41:00Z" }];
    const objects = changed(recorded.objects, "Job", () => ({ status: { failed: 1, conditions } }));
    assert.is(status({}, { objects }).cron[0]?.last?.outcome, "failed");
    const without = recorded.objects.filter(({ kind }) => kind !== "Job");
    assert.is(status({}, { objects: without }).cron[0]?.last?.time, "2026-11-26T11:40:04Z");
  },
  certificates: () => {
    const until = (days: number) => ({ status: { notAfter: new Date(NOW + days * DAY + 1000).toISOString() } });
    assert.is(secured(until(61)).certificate?.days_left, 61);
    assert.equal(secured(until(61)).problems, []);
    assert.equal(secured(until(13)).problems, ["its certificate expires in 13 days"]);
    assert.equal(secured(until(-2)).problems, ["its certificate has expired"]);
    const conditions = [{ type: "Ready", status: "False", message: "the CA says no" }];
    assert.equal(secured({ status: { conditions } }).problems, ["its certificate is not ready: the CA says no"]);
    assert.is(secured({}).certificate?.days_left, null);
  },
  "a host that nothing routes, a claim that is not there": () => {
    const others = recorded.others.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    assert.equal(
      status({}, { others }).problems.map(({ about, says }) => `${about} ${says}`),
      ["http://shop.example.com nothing routes it any more", "data there is no such claim"],
    );
    const hidden = ["Ingress", "PersistentVolumeClaim"];
    const blind = status({}, { others, hidden });
    assert.equal([blind.urls[0]?.routed, blind.claims[0]?.status, blind.state], [null, "unknown", "running"]);
  },
  "a route that its Gateway refuses": () => {
    const refused = routes.find(({ metadata }) => metadata.name === "not-allowed");
    const ref = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      namespace: "store",
      name: "not-allowed",
    };
    const onGateway = { ...route("x.a.test", null), ingress: null, ingressClass: null };
    const routed = { ...record, routes: [onGateway], objects: [...record.objects, ref] };
    const others = [
      ...recorded.others,
      {
        ...refused,
        spec: {
          ...(refused?.spec as object),
          hostnames: ["x.a.test"],
          rules: [{ backendRefs: [{ name: "shop-web" }] }],
        },
      },
    ] as readonly KubeObject[];
    const { urls, problems } = status({ record: routed }, { others });
    assert.is(urls[0]?.routed, true);
    assert.match(problems.map(({ says }) => says).join(), "does not take HTTPRoutes from namespace store");
  },
  "a route for TLS leads from no URL": () => {
    const routes = [{ ...route("x.a.test", null), ingress: null, ingressClass: null }];
    const spec = { hostnames: ["x.a.test"], rules: [{ backendRefs: [{ name: "shop-web" }] }] };
    const routed = ["HTTPRoute", "GRPCRoute", "TLSRoute"].map((kind) => {
      const object = { apiVersion: "gateway.networking.k8s.io/v1", kind, metadata: { name: "shop-web" }, spec };
      return status({ record: { ...record, routes } }, { others: [...recorded.others, object] }).urls[0]?.routed;
    });
    assert.equal(routed, [true, true, false]);
  },
  "another object of a claim's name is no claim": () => {
    const [scaler] = recorded.others.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    const namesake = { ...scaler, metadata: { ...scaler?.metadata, name: "data" } } as KubeObject;
    assert.is(status({}, { others: [namesake, ...recorded.others] }).claims[0]?.status, "Bound");
  },
  "a container that its node has lost ended at no known time": () => {
    const lost = { terminated: { reason: "ContainerStatusUnknown", exitCode: 137, finishedAt: null } };
    const objects = changed(recorded.objects, "Pod", ({ status: old }) => ({
      status: {
        ...(old as object),
        containerStatuses: [{ name: "web", ready: true, restartCount: 1, state: {}, lastState: lost }],
      },
    }));
    const { processes } = status({}, { objects });
    assert.equal(processes[0]?.last_restart, { time: null, reason: "ContainerStatusUnknown" });
  },
  "stopped, unknown, never deployed": () => {
    assert.is(status({ record: { ...record, stopped: true } }).state, "stopped");
    const unknown = status({}, { ...NOT_ASKED, unknown: ["no answer"] });
    assert.equal([unknown.state, unknown.problems, unknown.release?.number], ["unknown", [], 2]);
    const fresh = status({ record: null, history: [], failure: null, mounts: [] }, NOT_ASKED);
    assert.equal([fresh.state, fresh.release, fresh.failed], ["not deployed", null, null]);
  },
  "the JSON has the fields of the docs": () => {
    const run = { name: "shop.run.1", state: "running", command: "a", created_at: "b" };
    const problem = { about: "web", says: "a", helps: null };
    const [first] = status().processes;
    const full: AppStatus = {
      ...status({ record: { ...record, routes: [route("a", "shop-tls")] } }),
      runs: [run],
      problems: [problem],
      processes: [
        {
          ...(first as NonNullable<typeof first>),
          last_restart: { time: null, reason: "ContainerStatusUnknown" },
          autoscaler: { now: 1, wanted: 1, min: 1, max: 1, metrics: [] },
        },
      ],
    };
    assert.equal([...pathsOf(full)].sort(), [...documented()].sort());
  },
});

const NARROW = [
  "Deployed  2m ago by git-hook alice",
  "Image     registry.example.com/dokku/shop:2",
  "Revision  0a1b2c3",
  "Failed    release 1, 12m ago: web: it did not start",
  "",
  "PROCESS  READY  RESTARTS  CPU  MEMORY    NODES  AGE",
  "web      1/1    0         0m   1Mi/64Mi  1      2m",
  "worker   1/1    0         0m   1Mi/64Mi  1      2m",
  "worker is autoscaled: 1 of 1 to 2 (memory 1292Ki of 1Gi)",
  "",
  "URL                      ROUTED  CERTIFICATE",
  "http://shop.example.com  yes     none",
  "",
  "CRON       ZONE  NOW      NEXT    LAST RUN            COMMAND",
  "* * * * *  UTC   waiting  in 60s  succeeded 116s ago  hello once fired",
  "",
  "CLAIM  STATUS  SIZE  PATH",
  "data   Bound   1Gi   /data",
];

suite("status as text", {
  "of one app": () => {
    assert.is(statusTitle(status()), "shop is running: release 2 in namespace store");
    assert.equal(statusLines(status(), NOW, 80), NARROW);
  },
  "of one, in every width no row is broken": () => {
    const release = { ...status().release, image: `registry.example.com/dokku/shop:${"1".repeat(40)}` };
    for (const width of [60, 80, 200]) {
      const lines = statusLines({ ...status(), release } as AppStatus, NOW, width);
      assert.equal(
        lines.filter((line) => line.length > width),
        [],
      );
    }
  },
  "of one in trouble": () => {
    const lines = statusLines(fault("oom"), NOW, 80);
    assert.ok(
      lines.some((line) => /^! oom: the container was killed .* for running out of memory/.test(line)),
      lines.join("\n"),
    );
    assert.ok(lines.some((line) => line.startsWith("  raise the limit: dokku resource:limit")));
  },
  "of all, the worst first, cut to the width": () => {
    const all: AppStatus[] = STATES.map((state) => ({
      ...status(),
      app: `app-${state.replace(" ", "-")}`,
      state,
    })).reverse();
    const [worst] = fault("oom").problems;
    const lines = statusTable(
      [...all, { ...status(), app: "zebra", state: "down", problems: worst ? [worst] : [] }],
      NOW,
      80,
    );
    assert.equal(
      lines.slice(1).map((line) => line.split(" ")[0]),
      ["app-down", "zebra", "app-unknown", "app-degraded", "app-running", "app-stopped", "app-not-deployed"],
    );
    assert.equal(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.match(lines[2] ?? "", /…$/);
    assert.equal(statusTable([], NOW, 80), []);
  },
  "of equal states the one with more restarts first": () => {
    const restarted = { ...fault("oom"), app: "zebra", state: "running" as const };
    assert.equal(
      byTrouble([status(), restarted]).map(({ app }) => app),
      ["zebra", "shop"],
    );
  },
  ...table<readonly [string, number, string]>(
    [
      ["seconds", 90, "90s"],
      ["minutes", 3 * 60, "3m"],
      ["hours", 26 * 3600, "26h"],
      ["days", 49 * 3600, "2d"],
      ["a clock that is behind", -5, "0s"],
    ],
    (_title, seconds, words) => assert.is(age(seconds * 1000), words),
  ),
});
