// A one-off from its Job to its exit code. Nothing of it stays behind but what was meant to: `run:detached`.
import { randomInt } from "node:crypto";
import { diagnoseJob } from "../../core/diagnose/diagnose.ts";
import type { Finding } from "../../core/diagnose/evidence.ts";
import { SchedulerError } from "../../core/errors.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { at } from "../../core/model/read.ts";
import { CONTAINER } from "../../core/objects/job.ts";
import { runSelector } from "../../core/objects/labels.ts";
import { runName, type Stage, stageOf } from "../../core/one-off/one-off.ts";
import { clearUp } from "../../edge/exec.ts";
import { apply, get, remove, warnings } from "../../edge/kube/kubectl.ts";
import { watch } from "../../edge/kube/watch.ts";
import { aside, warn } from "../../edge/log.ts";
import { ContainerOutput } from "./attach.ts";

export interface OneOff {
  readonly app: string;
  readonly id: string;
  readonly place: Place;
  /** Its Secret, where it has one, and its Job. */
  readonly manifests: readonly Manifest[];
}

export const newId = () => Array.from({ length: 6 }, () => randomInt(36).toString(36)).join("");

/** Starts it without waiting for it. */
export async function startOneOff(oneOff: OneOff): Promise<void> {
  const { place, manifests } = oneOff;
  await apply(`start ${nameOf(oneOff)} in ${placeName(place)}`, manifests, place.cluster);
  const job = jobOf(oneOff);
  const found = await get("job", job.ref.name, place);
  if (!found) return;
  // What the Job owns is removed with it.
  const { name, uid } = found.metadata as KubeObject["metadata"] & { readonly uid: string };
  const ownerReferences = [{ apiVersion: found.apiVersion, kind: found.kind, name, uid }];
  const owned = manifests
    .filter((manifest) => manifest !== job)
    .map(({ object }) => ({ object: { ...object, metadata: { ...object.metadata, ownerReferences } } }));
  if (owned.length > 0) await apply(`make the Job of ${nameOf(oneOff)} own its Secret`, owned, place.cluster);
}

/** Its exit code. It is gone when this returns, and when it throws. */
export async function runToEnd(oneOff: OneOff, terminal: boolean): Promise<number> {
  const ttl = Number(at(jobOf(oneOff).object.spec, "activeDeadlineSeconds"));
  const began = Date.now();
  const end = new AbortController();
  const gone = () => end.abort();
  process.stdout.once("error", gone);
  const started = startOneOff(oneOff);
  try {
    const [stage] = await Promise.all([follow(oneOff, terminal, end.signal), started]);
    const says = stage.exitCode !== 0 && Date.now() - began > ttl * 1000 ? `it was stopped after ${ttl} s` : stage.says;
    if (says !== null && stage.exitCode !== 0) warn(says);
    return stage.exitCode;
  } finally {
    process.stdout.off("error", gone);
    end.abort();
    // What is still being created could not be removed.
    await started.catch(() => null);
    await leaveNothing(oneOff);
  }
}

/** On the way out: what cannot be removed is said, and hides nothing else. */
export function leaveNothing({
  place,
  manifests,
}: {
  readonly place: Place;
  readonly manifests: readonly Pick<Manifest, "object">[];
}): Promise<void> {
  return clearUp(() =>
    removeOneOffs(
      place,
      manifests.map(({ object }) => object),
    ).catch((error) => {
      for (const line of [error.doing, ...error.because]) warn(line);
    }),
  );
}

export async function removeOneOffs({ cluster, namespace }: Place, objects: readonly KubeObject[]): Promise<void> {
  const refs = objects.map(({ apiVersion, kind, metadata: { name } }) => ({ apiVersion, kind, namespace, name }));
  await remove(`remove ${refs.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`, refs, cluster);
}

const jobOf = ({ manifests }: OneOff) => manifests.find(({ ref }) => ref.kind === "Job") as Manifest;

const nameOf = ({ app, id }: OneOff) => runName(app, id);

/** Milliseconds until the user is told what a run waits for, and until it gives up. */
const QUIET_AT_MOST = 3_000;
const DEADLINE = 300_000;

/** The exit code of a program whose output is no longer read: a shell's for SIGPIPE. */
const UNREAD = 141;

type Ended = Extract<Stage, { is: "ended" }>;

async function follow(oneOff: OneOff, terminal: boolean, end: AbortSignal): Promise<Ended> {
  const watched = new WatchedPod(oneOff, end);
  const wait = waiter(oneOff);
  let output: ContainerOutput | null = null;
  while (true) {
    const isOver = await watched.next();
    const { pod, stage } = watched;
    if (stage.is !== "waiting") output ??= outputOf(oneOff, pod, terminal, end);
    if (stage.is === "ended") {
      await output?.finish();
      return stage;
    }
    if (end.aborted) return { is: "ended", exitCode: UNREAD, says: null };
    if (isOver || watched.isGone) throw lost(oneOff);
    if (stage.is === "running") output?.attach();
    else await wait(pod);
  }
}

class WatchedPod {
  pod: KubeObject | null = null;
  isGone = false;
  readonly #over: Promise<true>;
  #wake = () => {};

  constructor(oneOff: OneOff, end: AbortSignal) {
    const { app, id, place } = oneOff;
    const changed = ([found]: readonly KubeObject[]) => {
      this.isGone = this.pod !== null && found === undefined;
      this.pod = found ?? this.pod;
      this.#wake();
    };
    const path = `/api/v1/namespaces/${place.namespace}/pods`;
    const selector = `${runSelector(app)}=${id}`;
    const doing = `follow ${nameOf(oneOff)}`;
    this.#over = watch(doing, path, selector, place.cluster, changed, end).then(() => true as const);
  }

  get stage(): Stage {
    return this.pod === null ? { is: "waiting" } : stageOf(this.pod);
  }

  /** Waits for a change, but not for long; true when there will be none any more. */
  next(): Promise<boolean> {
    const change = new Promise<false>((resolve) => {
      this.#wake = () => resolve(false);
      setTimeout(this.#wake, QUIET_AT_MOST).unref();
    });
    return Promise.race([this.#over, change]);
  }
}

/** Says what a pod that has not started waits for, once for each reason. Throws ROLLOUT_FAILED when waiting does not help. */
function waiter(oneOff: OneOff): (pod: KubeObject | null) => Promise<void> {
  const began = Date.now();
  let told = "";
  return async (pod) => {
    const waited = Date.now() - began;
    if (waited < QUIET_AT_MOST) return;
    const found = await diagnoseRun(oneOff.app, jobOf(oneOff).object, pod, oneOff.place, waited / 1000);
    if (found.some(({ isFinal }) => isFinal) || waited > DEADLINE) throw never(oneOff, found);
    const reason = found[0]?.says ?? told;
    if (reason !== told) aside(`waiting: ${reason}`);
    told = reason;
  };
}

function outputOf({ place }: OneOff, pod: KubeObject | null, terminal: boolean, end: AbortSignal): ContainerOutput {
  return new ContainerOutput({ ...place, pod: pod?.metadata.name ?? "", container: CONTAINER }, terminal, end);
}

/** What keeps the pod of a Job from starting, or the Job from a pod. */
export async function diagnoseRun(
  app: string,
  job: KubeObject,
  pod: KubeObject | null,
  place: Place,
  seconds: number,
): Promise<readonly Finding[]> {
  const objects = pod === null ? [] : [pod];
  const events = await warnings(place);
  return diagnoseJob(job, { app, workloads: [], objects, events, seconds, now: Date.now() });
}

function never(oneOff: OneOff, found: readonly Finding[]): SchedulerError {
  const because = found.map(({ says }) => says);
  const doing = `start ${nameOf(oneOff)} in ${placeName(oneOff.place)}`;
  return new SchedulerError("ROLLOUT_FAILED", doing, because, found.find(({ helps }) => helps !== null)?.helps);
}

function lost(oneOff: OneOff): SchedulerError {
  return new SchedulerError("ROLLOUT_FAILED", `run ${nameOf(oneOff)}`, [
    "its pod is gone, or the cluster no longer reports its state",
  ]);
}
