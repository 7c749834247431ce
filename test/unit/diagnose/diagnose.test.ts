// Each fault was provoked on a real cluster, and faults.json is what that said, shortened to the fields that count.
import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { diagnose, diagnosePods, progressOf } from "../../../src/core/diagnose/diagnose.ts";
import type { Evidence } from "../../../src/core/diagnose/evidence.ts";
import { advice, behind, reasons } from "../../../src/core/diagnose/words.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { suite, table } from "../suite.ts";

interface Recorded {
  readonly objects: readonly KubeObject[];
  readonly events: readonly KubeObject[];
}

const faults = JSON.parse(readFileSync(new URL("faults.json", import.meta.url), "utf8")) as Record<string, Recorded>;

function evidence(name: string, more: Partial<Evidence> = {}): Evidence {
  const { objects, events } = faults[name] as Recorded;
  const deployments = objects.filter(({ kind }) => kind === "Deployment");
  return { app: "shop", deployments, objects, events, seconds: 40, now: Date.parse("2026-11-23T00:07:00Z"), ...more };
}

const found = (name: string, more: Partial<Evidence> = {}) => diagnose(evidence(name, more));

/** The recorded fault with something changed in the objects of one kind. */
function changed(name: string, kind: string, change: (object: KubeObject) => object): readonly KubeObject[] {
  const { objects } = faults[name] as Recorded;
  return objects.map((object) => (object.kind === kind ? ({ ...object, ...change(object) } as KubeObject) : object));
}

const sent = (name: string) => ({
  objects: changed(name, "Pod", () => ({
    status: { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory. " },
  })),
});

suite("diagnose", {
  ...table(
    [
      [
        "notfound",
        true,
        "the image 127.0.0.1:15000/dokku/nosuch:9 does not exist (127.0.0.1:15000/dokku/nosuch:9: not found)",
        "dokku ps:rebuild shop",
      ],
      [
        "refused",
        true,
        "the registry denies the cluster access to the image 127.0.0.1:15000/dokku/exhello:2 (pulling from host 127.0.0.1:15000 failed with status code [manifests 2]: 401 Unauthorized)",
        "dokku registry:login",
      ],
      [
        "network",
        false,
        /^the image 10.255.0.9:5000\/x:1 cannot be pulled \(.*i\/o timeout\)$/,
        "dokku registry:report shop",
      ],
      ["badname", true, /^Bad:::name is not a valid image name /, "dokku registry:report shop"],
      [
        "nosecret",
        true,
        'the container cannot be created: secret "missing" not found',
        "show-manifest shop nosecret deployment",
      ],
      ["root", true, "the container must not run as root, but the image does", "USER in the Dockerfile"],
      [
        "noclaim",
        true,
        "there is no PersistentVolumeClaim missing, which its pods mount",
        "add-pvc missing SIZE --namespace exfault",
      ],
      [
        "nomount",
        true,
        'a volume cannot be mounted: MountVolume.SetUp failed for volume "v" : secret "missing" not found',
        "list-mount shop",
      ],
      [
        "command",
        true,
        'the container cannot start: exec: "nosuch": executable file not found in $PATH',
        "show-manifest shop command deployment",
      ],
      ["crash", true, /^the container exited \d times, last with exit code 3$/, "dokku logs:failed shop"],
      [
        "init",
        true,
        /^in init container prepare, before the app starts: the container exited \d times, last with exit code 3$/,
        "dokku logs:failed shop",
      ],
      [
        "oom",
        true,
        /^the container was killed \d times for running out of memory: its limit is 32Mi$/,
        "resource:limit --memory MEGABYTES --process-type oom shop",
      ],
      [
        "alive",
        true,
        /^the container was killed \d times by its liveness check GET :5000\/healthz: it answered 503$/,
        "app.json",
      ],
      ["ready", true, /readiness check GET :5000\/healthz has not succeeded: it answered 503$/, "app.json"],
      [
        "listens",
        true,
        /readiness check \(a connection to :5001\) .*: nothing listens on that port$/,
        "dokku ports:set shop http:80:PORT",
      ],
      ["silent", true, /^the container has been running for \d+ s, .*: it did not answer in time$/, "app.json"],
      [
        "unfit",
        false,
        "no node can run a pod that requests cpu 500, memory 2Ti: 0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory",
        "resource:reserve --process-type unfit shop",
      ],
      [
        "selector",
        false,
        /^no node can run a pod: 0\/1 nodes are available: 1 node\(s\) didn't match/,
        "kubectl describe nodes",
      ],
      [
        "quota",
        true,
        "the namespace's quota leaves no room for its pods: exceeded quota: small, requested: limits.cpu=2, used: limits.cpu=0, limited: limits.cpu=1",
        "kubectl describe quota -n exfaultq",
      ],
      [
        "psa",
        true,
        /^the namespace's pod security level does not allow its pods: violates PodSecurity "restricted:latest": /,
        "kubectl get namespace exfaultp",
      ],
    ] as const,
    (name, isFinal, says, helps) => {
      const [first, ...others] = found(name);
      assert.equal(others, []);
      assert.is(first?.isFinal, isFinal);
      if (typeof says === "string") assert.is(first?.says, says);
      else assert.match(first?.says ?? "", says);
      assert.ok(first?.helps.includes(helps), first?.helps);
      assert.is(first?.type, name);
    },
  ),
  ...table(
    ["notfound", "refused", "nosecret", "noclaim", "nomount", "quota", "psa"].map((name): [string, string] => [
      `${name} may heal in the first seconds`,
      name,
    ]),
    (_title, name) =>
      assert.equal(
        found(name, { seconds: 9 }).map(({ isFinal }) => isFinal),
        [false],
      ),
  ),
  "a status of before the last change says nothing": () => {
    const later = changed("crash", "Deployment", ({ metadata }) => ({ metadata: { ...metadata, generation: 2 } }));
    assert.equal(found("crash", { objects: later }), []);
  },
  "a Deployment that no longer exists is not waited for": () => {
    const [first, ...others] = found("crash", { objects: [] });
    assert.equal([first?.isFinal, others], [true, []]);
    assert.match(first?.says ?? "", /^Deployment \S+ no longer exists/);
  },
  "pods of an older ReplicaSet, and those that leave, count for nothing": () => {
    const older = changed("crash", "ReplicaSet", ({ metadata }) => ({
      metadata: { ...metadata, annotations: { "deployment.kubernetes.io/revision": "0" } },
    }));
    const leaving = changed("crash", "Pod", ({ metadata }) => ({
      metadata: { ...metadata, deletionTimestamp: "now" },
    }));
    assert.equal([found("crash", { objects: older }), found("crash", { objects: leaving })], [[], []]);
  },
  "a container that ended twice may start yet": () => {
    const twice = changed("crash", "Pod", ({ spec, status }) => {
      const { containerStatuses } = status as { readonly containerStatuses: readonly object[] };
      return { spec, status: { containerStatuses: containerStatuses.map((one) => ({ ...one, restartCount: 1 })) } };
    });
    assert.equal(
      found("crash", { objects: twice }).map(({ isFinal, says }) => [isFinal, says]),
      [[false, "the container exited 2 times, last with exit code 3"]],
    );
  },
  "an evicted pod is not the app's fault, and not the end": () =>
    assert.equal(
      found("crash", sent("crash")).map(({ isFinal, says }) => [isFinal, says]),
      [[false, "a pod was evicted, which is not the app's fault: The node was low on resource: memory."]],
    ),
  "one whose eviction the kubelet forgot to say neither": () => {
    const over = { restartPolicy: "Always", containers: [] };
    const objects = changed("crash", "Pod", () => ({ spec: over, status: { phase: "Succeeded" } }));
    const name = objects.find(({ kind }) => kind === "Pod")?.metadata.name;
    const message = "Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. ";
    const event = { kind: "Event", reason: "Evicted", involvedObject: { name }, message, metadata: { name: "e" } };
    const events = [{ apiVersion: "v1", ...event }];
    assert.equal(
      found("crash", { objects, events }).map(({ isFinal, says }) => `${isFinal} ${says}`),
      [`false a pod was evicted, which is not the app's fault: ${message.trim()}`],
    );
  },
  "a preempted one neither": () => {
    const message = "default-scheduler: preempting to accommodate a higher priority pod";
    const conditions = [{ type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler", message }];
    const objects = changed("crash", "Pod", () => ({ status: { conditions } }));
    assert.match(found("crash", { objects })[0]?.says ?? "", message);
  },
  "what is not ready when its time is over is late, with why": () =>
    assert.equal(
      found("unfit", { seconds: 600 }).map(({ isFinal, says }) => `${isFinal} ${says.slice(0, 40)}`),
      ["true 0 of 1 new pods were ready within 600 s,", "false no node can run a pod that requests cpu "],
    ),
  "several pods with the same trouble are one sentence": () => {
    const { objects } = faults.notfound as Recorded;
    const twins = objects.flatMap((one) =>
      one.kind === "Pod" ? [one, { ...one, metadata: { ...one.metadata, name: "b" } }] : [one],
    );
    assert.is(found("notfound", { objects: twins }).length, 1);
  },
  "the pod of a Job that ended": () => {
    const pods = (faults.release as Recorded).objects.filter(({ kind }) => kind === "Pod");
    assert.match(diagnosePods("shop", pods).join(), /: the container exited with exit code 3$/);
  },
  "new pods that are ready, beside old ones": () => {
    const status = { replicas: 4, updatedReplicas: 2, readyReplicas: 4, availableReplicas: 3 };
    const live = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" }, spec: { replicas: 3 }, status };
    assert.equal(progressOf(live), { ready: 1, wanted: 3, settling: 1 });
  },
  "the words of an error: type, why, the last ten lines, what helps; and all of them behind it": () => {
    const crash = evidence("crash");
    const lines = Array.from({ length: 12 }, (_, n) => `line ${n + 1}`);
    const words = [{ pod: "shop-crash-1", type: "crash", lines: [...lines, "x".repeat(600)] }];
    const [why, title, first, ...rest] = reasons(diagnose(crash), words);
    assert.match(why ?? "", /^crash: the container exited/);
    assert.equal([title, first, rest.at(-1)], ["crash: its last lines:", "  line 4", `  ${"x".repeat(500)} ...`]);
    assert.is(advice(diagnose(crash)), "crash: see its output: dokku logs:failed shop");
    assert.ok(behind(crash, diagnose(crash), words).includes("  line 1"));
    assert.match(behind(evidence("ready"), found("ready"), []).join("\n"), "Readiness probe failed: HTTP probe failed");
  },
});
