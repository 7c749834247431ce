// Follows a rollout to its end: shows its progress, and why it failed.
import { setTimeout as sleep } from "node:timers/promises";
import { blockers, diagnose } from "../../core/diagnose/diagnose.ts";
import type { Evidence, Finding } from "../../core/diagnose/evidence.ts";
import { isRolledOut, isStale } from "../../core/diagnose/rollout-status.ts";
import { advice, behind, reasons } from "../../core/diagnose/words.ts";
import { SchedulerError } from "../../core/errors.ts";
import { kubectlOf, type Place, placeName } from "../../core/model/cluster.ts";
import { type KubeObject, refOf } from "../../core/model/manifest.ts";
import { appSelector, processSelector, processTypeOf } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { deadlinesOf } from "../../core/plan/deadlines.ts";
import { manyPods, tightMemory } from "../../core/plan/follow-memory.ts";
import { readProperties } from "../../edge/dokku/properties.ts";
import { listOrNull, remove } from "../../edge/kube/kubectl.ts";
import { multitrack, startMultitrack } from "../../edge/kube/kubedog.ts";
import { warn } from "../../edge/log.ts";
import { availableMemory } from "../../edge/memory.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { evidenceOf } from "./evidence.ts";
import { readLastLogs } from "./last-logs.ts";
import { followCounts, Progress, QUIET } from "./progress.ts";

/** Seconds kubedog runs past the longest timeout: by then we have made our own diagnosis. */
const SLACK = 15;
/** Milliseconds between two looks. */
const INTERVAL = 5_000;
/** The same for hundreds of pods, which take their time. */
const LONG_INTERVAL = 20_000;
/** Before kubedog is asked again. */
const PAUSE = 1_000;

const longestOf = (workloads: readonly KubeObject[]) =>
  Math.max(...workloads.map((workload) => deadlinesOf(workload).timeout));

/** Before `track`, which then begins at once. Says where this server may not have the memory for it. */
export async function startTracking(place: Place, workloads: readonly KubeObject[]): Promise<void> {
  startMultitrack({ place, timeout: longestOf(workloads) + SLACK });
  const pods = manyPods(workloads);
  if (pods === null) return;
  const available = await availableMemory();
  const tight = available === null ? null : tightMemory(pods, available);
  if (tight !== null) warn(tight);
}

/** Throws ROLLOUT_FAILED with what is wrong, why, and what to do. */
export async function track(
  app: string,
  place: Place,
  workloads: readonly KubeObject[],
  step: StepOutput,
): Promise<void> {
  const types = workloads.map((one) => processTypeOf(one) ?? one.metadata.name).join(", ");
  const logs = (await readProperties(app))["deploy-logs"] === "true";
  const began = Date.now();
  const end = new AbortController();
  const longest = longestOf(workloads);
  const batch = { place, workloads, timeout: longest + SLACK, logs };
  const interval = manyPods(workloads) === null ? INTERVAL : LONG_INTERVAL;
  const said: string[] = [];
  const rollout = followed(app, place, workloads, end.signal, () =>
    multitrack(batch, end.signal, (line) => {
      said.push(line);
      if (logs && line.trim() !== "") step.output = line;
    }),
  );
  const progress = new Progress(workloads, step);
  const counts = followCounts(app, workloads, place, progress, end.signal);
  const look = () => evidenceOf(app, place, workloads, began);
  const watch = hopeless(() => progress.isStuck || Date.now() - began > 1000 * longest, end.signal).finally(() =>
    end.abort(),
  );
  // Node ends where nobody waits for a promise that fails; this one is waited for after the rollout.
  watch.catch(() => null);
  const ready = await rollout.finally(() => end.abort());
  const findings = await watch;
  await counts;
  if (ready && findings.length === 0) step.title = `${types} ready`;
  else throw await failure(`roll out ${types} of ${app} in ${placeName(place)}`, await look(), place, said);

  /** What is final, once anything is. A rollout that goes on is not looked at. */
  async function hopeless(isDue: () => boolean, signal: AbortSignal): Promise<readonly Finding[]> {
    await sleep(QUIET, null, { signal }).catch(() => null);
    while (!signal.aborted) {
      const found = isDue() ? await lookAt(await look(), signal) : [];
      if (found.length > 0) return found;
      await sleep(interval, null, { signal }).catch(() => null);
    }
    return [];
  }

  async function lookAt(evidence: Evidence, signal: AbortSignal): Promise<readonly Finding[]> {
    const findings = diagnose(evidence);
    const found = findings.filter(({ isFinal }) => isFinal);
    if (signal.aborted) return [];
    if (found.length > 0) return found;
    await unblock(evidence, place, step);
    if (progress.isStuck) progress.explain(findings);
    return [];
  }
}

/** kubedog takes a StatefulSet for ready that counts a pod on its way out: then it is asked again, until the diagnosis finds it late. */
async function followed(
  app: string,
  place: Place,
  workloads: readonly KubeObject[],
  signal: AbortSignal,
  rollout: () => Promise<boolean>,
): Promise<boolean> {
  const sets = workloads.filter(({ kind }) => kind === "StatefulSet");
  for (;;) {
    const ready = await rollout();
    if (!ready || signal.aborted || sets.length === 0) return ready;
    const live = await listOrNull(workloadResources(sets), processSelector(app), place);
    const isUp = (set: KubeObject) =>
      live?.some(
        (one) => one.kind === set.kind && one.metadata.name === set.metadata.name && !isStale(one) && isRolledOut(one),
      );
    if (live === null || sets.every(isUp)) return true;
    await sleep(PAUSE, null, { signal }).catch(() => null);
  }
}

async function unblock(evidence: Evidence, { cluster }: Place, step: StepOutput): Promise<void> {
  const pods = blockers(evidence);
  if (pods.length === 0) return;
  const names = pods.map(({ metadata }) => metadata.name).join(", ");
  step.output = `replacing ${names} of an earlier release, which the others would wait for in vain`;
  await remove(`replace ${names} of ${evidence.app}`, pods.map(refOf), cluster);
}

/** `said` is what kubedog printed: all there is when we find nothing. `more` was found where a diagnosis finds nothing. */
export async function failure(
  doing: string,
  evidence: Evidence,
  place: Place,
  said: readonly string[],
  more: readonly Finding[] = [],
): Promise<SchedulerError> {
  const { app } = evidence;
  const found = diagnose(evidence);
  const findings = found.length > 0 ? found : more;
  const words = await readLastLogs(findings, place);
  const known = reasons(findings, words);
  const closer = `look closer: ${kubectlOf(app)} describe pods -n ${place.namespace} -l ${appSelector(app)}`;
  return new SchedulerError(
    "ROLLOUT_FAILED",
    doing,
    known.length > 0 ? known : said.filter((line) => line.trim() !== "").slice(-5),
    advice(findings) ?? closer,
    behind(evidence, findings, words),
  );
}
