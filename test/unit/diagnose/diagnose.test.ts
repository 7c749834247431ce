// Each fault was provoked on a real cluster, and faults.json is what that said, shortened to the fields that count.
import * as assert from "uvu/assert";
import { diagnose, diagnoseJob } from "../../../src/core/diagnose/diagnose.ts";
import { progressOf } from "../../../src/core/diagnose/rollout-status.ts";
import { advice, behind, reasons, waitingFor, withoutCounts } from "../../../src/core/diagnose/words.ts";
import { fullReport, SchedulerError } from "../../../src/core/errors.ts";
import { suite, table } from "../suite.ts";
import { changed, evidence, faults, found, RECORDED, type Recorded, waits } from "./faults.ts";

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
      ["root", true, "the container must not run as root, but the image does", "USER 1000 in the Dockerfile"],
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
        "dokku scheduler-kubernetes:kubectl shop -- describe nodes",
      ],
      [
        "quota",
        true,
        "the namespace's quota leaves no room for its pods: exceeded quota: small, requested: limits.cpu=2, used: limits.cpu=0, limited: limits.cpu=1",
        "dokku scheduler-kubernetes:kubectl shop -- describe quota -n exfaultq",
      ],
      [
        "psa",
        true,
        /^the namespace's pod security level does not allow its pods: violates PodSecurity "restricted:latest": /,
        " pod-security restricted; or see what the namespace enforces: dokku scheduler-kubernetes:kubectl shop -- get namespace exfaultp",
      ],
    ] as const,
    (name, isFinal, says, helps) => {
      const [first, ...others] = found(name);
      assert.equal(others, []);
      assert.is(first?.isFinal, isFinal);
      if (typeof says === "string") assert.is(first?.says, says);
      else assert.match(first?.says ?? "", says);
      assert.ok(first?.helps?.includes(helps), String(first?.helps));
      assert.is(first?.type, name);
    },
  ),
  // Recorded later than the others.
  ...table(
    [
      [
        "limitrange",
        true,
        'the namespace\'s LimitRange and the resources of its pods do not go together: spec.containers[0].resources.requests: Invalid value: "128Mi": must be less than or equal to memory limit of 64Mi',
        "dokku scheduler-kubernetes:kubectl shop -- describe limitrange -n diagrecl",
      ],
      ["limitmax", true, /LimitRange .*: maximum cpu usage per Container is 1, but limit is 2$/, "resource:limit"],
      [
        "quotawants",
        true,
        /^the namespace has a quota that wants to know what each pod may take: failed quota: wants: must specify requests.cpu/,
        "dokku resource:reserve --cpu CORES --memory MEGABYTES --process-type quotawants shop",
      ],
      ["webhook", false, /^the cluster rejects its pods: Internal error .* service "nosuch" not found$/, "get events"],
      [
        "paused",
        true,
        "Deployment shop-paused is paused: the cluster does not roll it out",
        "dokku scheduler-kubernetes:kubectl shop -- rollout resume deployment/shop-paused -n diagrec",
      ],
      ["nonnumeric", true, /must not run as root, and whether it does cannot be told from the name/, "USER 1000"],
      [
        "memorym",
        true,
        /^its memory limit is too low to start anything: 512m; .* written 512Mi$/,
        "--memory MEGABYTES",
      ],
      ["memoryk", true, "its memory limit is too low to start anything: 512k", "--process-type memoryk shop"],
      ["memoryinit", true, "its memory limit is too low to start anything: 512k", "--memory MEGABYTES"],
      ["memorypid", true, "its memory limit is too low to start anything: 512k", "--memory MEGABYTES"],
      [
        "initlong",
        false,
        /^in init container prepare, .*: it has been running for 84 s, and the app starts only when it has exited$/,
        "dokku scheduler-kubernetes:kubectl shop -- logs shop-initlong-86dc445b66-8sx9v -c prepare -n diagrec",
      ],
      [
        "initoom",
        true,
        /^in init container prepare, .* for running out of memory: its limit is 16Mi$/,
        "raise the limit of prepare in the template",
      ],
      ["initcheck", false, /in init container side, .* startup check \(a connection to :7\) .*nothing listens/, "PORT"],
      [
        "platform",
        true,
        "the image 127.0.0.1:15000/diag/arm:1 is not built for the architecture of the node (no match for platform in manifest: not found)",
        "dokku scheduler-kubernetes:kubectl shop -- get nodes -L kubernetes.io/arch",
      ],
      [
        "tag401",
        false,
        /^the image \S+ cannot be pulled \(dial tcp 10.255.0.9:5000: i\/o timeout\)$/,
        "registry:report",
      ],
      ["refusedconn", false, /access-denied:403 cannot be pulled \(.*connection refused\)$/, "registry:report"],
      [
        "sandbox",
        false,
        /^the node cannot create the pod's sandbox .*: failed to get sandbox runtime: no runtime for "nosuch" is configured$/,
        "dokku scheduler-kubernetes:kubectl shop -- describe pod shop-sandbox-",
      ],
      ["poststart", true, /^the container was killed 4 times because its postStart hook failed/, "show-manifest shop"],
    ] as const,
    (name, isFinal, says, helps) => {
      const [first, ...others] = found(name, { now: RECORDED });
      assert.equal(others, []);
      assert.is(first?.isFinal, isFinal);
      if (typeof says === "string") assert.is(first?.says, says);
      else assert.match(first?.says ?? "", says);
      assert.ok(first?.helps?.includes(helps), String(first?.helps));
    },
  ),
  "an autoscaler that reads nothing is named while a rollout goes on": () => {
    const objects = changed("scaled", "Deployment", ({ spec }) => ({ spec, status: { observedGeneration: 1 } }));
    assert.equal(
      found("scaled", { objects, now: RECORDED }).map(({ isFinal, says }) => `${isFinal} ${says}`),
      [
        "false its HorizontalPodAutoscaler cannot read its metric: failed to get cpu utilization: missing request for cpu in container shop-scaled of Pod shop-scaled-6f757b7668-6n47w",
      ],
    );
    assert.equal(found("scaled", { now: RECORDED }), []);
  },
  "a pull without the Secret that the kubelet had not seen yet is tried again": () => {
    const { events } = faults.refused as Recorded;
    const unseen = {
      ...events[0],
      reason: "FailedToRetrieveImagePullSecret",
      message: "Unable to retrieve some image pull secrets (registry); attempting to pull the image may not succeed.",
    };
    const isFinal = (seconds: number) =>
      found("refused", { events: [...events, unseen] as never, now: RECORDED, seconds }).map((one) => one.isFinal);
    assert.equal([isFinal(20), isFinal(30)], [[false], [true]]);
  },
  "what has healed counts for nothing": () => assert.equal(found("healed", { now: RECORDED, seconds: 20 }), []),
  "a word for a shell, in a command that none runs, is named beside the exit": () =>
    assert.equal(
      found("operators", { now: RECORDED }).map(({ says }) => says),
      ["the container exited 4 times, last with exit code 1", "&& is not run by a shell here: put it in sh -c '...'"],
    ),
  "a shell that runs it, and words that are none of a shell's, are not": () => {
    for (const args of [
      ["sh", "-c", "sleep 1 && sleep 2"],
      ["bash", "-ec", "a;", "b"],
      ["echo", "a&&b", "--a=|"],
    ]) {
      const objects = changed("operators", "Pod", ({ spec, status }) => {
        const { containers } = spec as { readonly containers: readonly object[] };
        return { spec: { containers: containers.map((one) => ({ ...one, command: undefined, args })) }, status };
      });
      assert.is(found("operators", { now: RECORDED, objects }).length, 1, args.join(" "));
    }
  },
  "a Job that gets no pod: by the last of its warnings, and what helps": () => {
    const { events } = faults.quotawants as Recorded;
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "shop-run-a", namespace: "n" } };
    const ours = events.map((event) => ({ ...event, involvedObject: { kind: "Job", name: "shop-run-a" } }));
    const of = (seconds: number) =>
      diagnoseJob(job, { app: "shop", workloads: [], objects: [], events: ours, seconds, now: 0 });
    assert.equal(
      of(20).map(({ isFinal, helps }) => [isFinal, helps]),
      [[true, "set it: dokku resource:reserve --cpu CORES --memory MEGABYTES shop"]],
    );
    assert.is(of(5)[0]?.isFinal, false);
  },
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
  "time that was over in an earlier rollout is not": () =>
    assert.equal(
      found("leftover", { seconds: 0 }).map(({ isFinal }) => isFinal),
      [false],
    ),
  "more time is no help for what is known to be wrong": () =>
    assert.equal(
      found("unfit", { seconds: 600 }).map(({ helps }) => helps === null),
      [true, false],
    ),
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
    const objects = (faults.release as Recorded).objects.filter(({ kind }) => kind === "Pod");
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "shop-run-a" } };
    const found = diagnoseJob(job, { ...evidence("release"), workloads: [], objects });
    assert.match(found.map(({ says }) => says).join(), /^the container exited with exit code 3$/);
  },
  ...table(
    [
      ["an image", "refusedconn", /^the image \S+ cannot be pulled \(.* connection refused\), trying again$/],
      ["an exit", "crash", /^the container exited \d times, last with exit code 3, trying again$/],
      ["a check", "ready", /^the container has been running for \d+ s, but .*: it answered 503$/],
      ["a node", "unfit", /^no node can run a pod that requests .* Insufficient memory$/],
    ] as const,
    (_title, name, says) => {
      const [first] = found(name);
      assert.match(first === undefined ? "" : waitingFor(first), says);
    },
  ),
  "what is waited for is the same whatever the clock says": () => {
    assert.is(withoutCounts("exited 2 times, for 3 s"), withoutCounts("exited 3 times, for 14 s"));
    assert.is.not(withoutCounts("exit code 2"), withoutCounts("exit code 3"));
  },
  "a container that nothing is known against is being created": () =>
    assert.equal(
      waits({ state: { waiting: { reason: "ContainerCreating" } } }).map(({ says, helps }) => [says, helps]),
      [["the container is still being created: the node pulls its image and mounts its volumes", null]],
    ),
  "new pods that are ready, beside old ones": () => {
    const status = { replicas: 4, updatedReplicas: 2, readyReplicas: 4, availableReplicas: 3 };
    const live = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" }, spec: { replicas: 3 }, status };
    assert.equal(progressOf(live), { ready: 1, wanted: 3, settling: 1 });
  },
  "what is kept of an error says each line once": () => {
    const crash = evidence("crash");
    const words = [{ pod: "shop-crash-1", type: "crash", lines: ["line 1", "line 2"] }];
    const [found, after] = [diagnose(crash), "shop runs release 4 again"];
    const because = [...reasons(found, words), after];
    const error = new SchedulerError("ROLLOUT_FAILED", "roll out", because, advice(found), behind(crash, found, words));
    const lines = fullReport(error, "shop");
    assert.equal(lines, [...new Set(lines)]);
    assert.equal(lines.slice(-3), ["crash: its last lines:", "  line 1", "  line 2"]);
    assert.ok(lines.includes(after));
    assert.not.match(lines.join("\n"), "dokku logs:failed shop");
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
