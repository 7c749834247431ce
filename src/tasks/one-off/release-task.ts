// Runs the release task in the cluster and waits for its end; its output is shown. The previous release keeps running meanwhile.

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "../../core/diagnose/evidence.ts";
import { wasEvicted } from "../../core/diagnose/scheduling.ts";
import { inLines } from "../../core/diagnose/words.ts";
import { SchedulerError } from "../../core/errors.ts";
import { Bookmark, splitLogLine } from "../../core/logs.ts";
import type { App } from "../../core/model/app.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest, Ref } from "../../core/model/manifest.ts";
import { CONTAINER } from "../../core/objects/job.ts";
import {
  isNeeded,
  progressOf,
  releaseSelector,
  releaseTargets,
  releaseTimeout,
} from "../../core/one-off/release-task.ts";
import { withLevels } from "../../core/plan/namespace-level.ts";
import { render, renderTargets } from "../../core/render/render.ts";
import { didYouMean } from "../../core/words/nearest.ts";
import { clearUp } from "../../edge/exec.ts";
import { apply, getAll, list, listOrNull, remove, removeLabelled } from "../../edge/kube/kubectl.ts";
import { readLog } from "../../edge/kube/logs.ts";
import { readTemplates } from "../../edge/templates.ts";
import { mustFit } from "../release/fits.ts";
import { mustBeValid, validated } from "../render/render.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { diagnoseRun } from "./follow.ts";

/** Milliseconds between two looks at its pod, and without a start before the first diagnosis. */
const INTERVAL = 1_000;
const QUIET = 3_000;

/** `there` is what the release before left. Throws RELEASE_TASK_FAILED, and leaves nothing of the new release in the cluster. */
export async function runReleaseTask(app: App, place: Place, there: readonly Ref[]): Promise<void> {
  const type = app.properties["release-process-type"];
  const types = app.processes.map((process) => process.type);
  const isKnown = types.includes(type);
  const near = didYouMean(type, types);
  const title = isKnown
    ? `Running the release task ${type}`
    : `The app has no process type ${type}${near === "" ? ": no" : `${near} No`} release task runs`;
  await step({
    title,
    event: null,
    run: async (out) => {
      if (isKnown) await toItsEnd(app, type, place, there, out);
    },
  });
}

async function toItsEnd(app: App, type: string, place: Place, there: readonly Ref[], out: StepOutput): Promise<void> {
  const doing = `run the release task ${type} of ${app.name} in ${placeName(place)}`;
  const templates = await readTemplates(app);
  // Nothing of a release that could not be applied is run.
  const release = mustBeValid(app, await validated(app, render(app, templates)));
  const targets = releaseTargets(app, type, randomBytes(4).toString("hex"));
  const job = mustBeValid(app, await validated(app, renderTargets(targets, templates)));
  const first = release.manifests.filter((manifest) => isNeeded(app, manifest));
  const live = await namespacesOf(first, place);
  // A namespace that is there keeps the level of Pod Security that it enforces.
  const needed = withLevels(first, live);
  const fit = { apply: [...needed, ...job.manifests], release: [...release.manifests, ...job.manifests], live };
  await mustFit(app.name, fit, place);
  const end = () => removeLabelled(doing, ["jobs", "secrets"], releaseSelector(app.name), place);

  // What a deploy left that was killed. A write waits long for an unreachable cluster, a read does not.
  if ((await list(["jobs"], releaseSelector(app.name), place)).length > 0) await end();
  try {
    await apply(doing, fit.apply, place.cluster);
    const { object } = job.manifests.find(({ ref }) => ref.kind === "Job") as Manifest;
    const because = await follow(app, type, place, object, (line) => {
      out.output = line;
    });
    if (because.length > 0) {
      const isThere = (ref: Ref) => there.some(({ kind, name }) => kind === ref.kind && name === ref.name);
      const secrets = needed.map(({ ref }) => ref).filter((ref) => ref.kind === "Secret" && !isThere(ref));
      await remove(doing, secrets, place.cluster);
      const reasons = [...because, "nothing was switched over: what ran before keeps running"];
      throw new SchedulerError("RELEASE_TASK_FAILED", doing, reasons, `try it by hand: dokku run ${app.name} ${type}`);
    }
  } finally {
    await clearUp(end);
  }
  out.title = `The release task ${type} succeeded`;
}

/** Those that are there. */
function namespacesOf(needed: readonly Manifest[], place: Place): Promise<readonly KubeObject[]> {
  const namespaces = needed.filter(({ ref }) => ref.kind === "Namespace").map(({ ref }) => ref);
  return getAll("look for the namespace", namespaces, place.cluster);
}

/** Why it did not succeed; nothing when it did. */
async function follow(
  app: App,
  type: string,
  place: Place,
  job: KubeObject,
  onLine: (line: string) => void,
): Promise<readonly string[]> {
  const timeout = releaseTimeout(app, type);
  const began = Date.now();
  const elapsed = () => Date.now() - began;
  // A log that is followed has no end of its own where the task has none. No timer is longer than 24 days.
  const end = AbortSignal.timeout(Math.min(timeout * 1000, 2 ** 31 - 1));
  const showLog = logShower(place, onLine, end);
  const wait = waiter(onLine);
  let pod: KubeObject | undefined;
  const look = () => diagnoseRun(app.name, job, pod ?? null, place, elapsed() / 1000);
  while (!end.aborted) {
    pod = (await listOrNull(["pods"], `batch.kubernetes.io/job-name=${job.metadata.name}`, place))?.[0] ?? pod;
    const progress = progressOf(pod);
    if (progress !== "waiting") await showLog(pod);
    if (typeof progress === "object") return progress.exitCode === 0 ? evictionOf(pod, type) : inLines(await look());
    const why = progress === "waiting" && elapsed() > QUIET ? wait(await look()) : null;
    if (why !== null) return why;
    await sleep(INTERVAL);
  }
  const over = `${type}: it did not finish within ${timeout} s, its deploy-timeout`;
  return [over, ...(progressOf(pod) === "running" ? [] : inLines(await look()))];
}

/** Says what is waited for, once for each reason; returns it where waiting does not help, else null. */
function waiter(onLine: (line: string) => void): (found: readonly Finding[]) => readonly string[] | null {
  let told = "";
  return (found) => {
    const lines = inLines(found);
    if (found.some(({ isFinal }) => isFinal)) return lines;
    const [line = told] = lines;
    if (line !== told) onLine(`waiting: ${line}`);
    told = line;
    return null;
  };
}

/** Shows what a pod has printed since the last time, as long as it prints. */
function logShower(
  place: Place,
  onLine: (line: string) => void,
  end: AbortSignal,
): (pod: KubeObject | undefined) => Promise<void> {
  const bookmark = new Bookmark();
  return async (pod) => {
    const what = { place, pod: pod?.metadata.name ?? "", container: CONTAINER, tail: null, since: bookmark.since() };
    const show = (line: string) => {
      if (bookmark.take(line)) onLine(Buffer.from(splitLogLine(line).text, "latin1").toString());
    };
    await readLog({ ...what, follow: true }, show, end);
  };
}

/** A task that is told to terminate may well exit with 0. */
const evictionOf = (pod: KubeObject | undefined, type: string) =>
  pod && wasEvicted(pod) ? [`${type}: its pod was evicted before it finished`] : [];
