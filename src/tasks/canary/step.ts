// One step of a canary: so many pods, watched until they have served for long enough; then other plugins are asked.
import { diagnose } from "../../core/diagnose/diagnose.ts";
import type { Evidence, Finding } from "../../core/diagnose/evidence.ts";
import { restarts } from "../../core/diagnose/restarts.ts";
import { isRolledOut, isStale } from "../../core/diagnose/rollout-status.ts";
import { waitingFor } from "../../core/diagnose/words.ts";
import { SchedulerError } from "../../core/errors.ts";
import { checkHooks } from "../../core/hooks.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import { canarySelector } from "../../core/objects/labels.ts";
import {
  type Asked,
  askedOf,
  type Canary,
  canaryRef,
  newPods,
  podsOf,
  shareLine,
  weighedLine,
  weighedPods,
} from "../../core/plan/canary.ts";
import { deadlinesOf } from "../../core/plan/deadlines.ts";
import type { CanaryStep } from "../../core/properties/canary.ts";
import { findHooks, runHook } from "../../edge/dokku/hooks.ts";
import { pause } from "../../edge/interruption.ts";
import { getAll, list, listOrNull } from "../../edge/kube/kubectl.ts";
import type { RollOut } from "../release/apply.ts";
import { evidenceOf } from "../rollout/evidence.ts";
import { failure } from "../rollout/track.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { share } from "./share.ts";

/** What a release is tried as. */
export interface Trial {
  readonly job: RollOut;
  readonly canary: Canary;
  readonly past: PastRelease;
  /** How many pods of web each step until now began beside. */
  readonly old: number[];
}

/** Milliseconds between two looks. */
const INTERVAL = 2_000;

/** Returns `promote` where somebody wants the rest left out. Throws ROLLOUT_FAILED. */
export function runStep(
  trial: Trial,
  wanted: CanaryStep,
  start: (pods: number, out: StepOutput) => Promise<KubeObject>,
): Promise<Asked | null> {
  const { app, place } = trial.job;
  return step({
    title: `Giving release ${trial.past.number} of ${app} ${wanted.percent}% of the requests`,
    event: "canary",
    run: async (out) => {
      const live = await getAll(`look for ${app}`, [trial.canary.web.ref], place.cluster);
      // An autoscaler may have changed their number since the step before.
      const old = Math.max(1, podsOf(live[0]));
      trial.old.push(old);
      const isByWeights = trial.canary.service !== null;
      const pods = isByWeights ? weighedPods(wanted.percent, trial.old) : newPods(wanted.percent, old);
      const deployment = await start(pods, out);
      out.output = (isByWeights ? weighedLine : shareLine)(wanted, pods, old);
      const asked = (await watch(trial, wanted, deployment, out)) ?? (await agreed(trial, wanted));
      if (asked === "abort")
        throw refused(trial, wanted, [`it was aborted: dokku scheduler-kubernetes:canary ${app} abort`]);
      out.title = `Canary of ${app} ${asked === "promote" ? "promoted at" : "served"} ${wanted.text}`;
      return asked;
    },
  });
}

const doingOf = ({ job, past }: Trial, { percent }: CanaryStep) =>
  `try release ${past.number} of ${job.app} with ${percent}% of its requests`;

const refused = (trial: Trial, wanted: CanaryStep, because: readonly string[]) =>
  new SchedulerError("ROLLOUT_FAILED", doingOf(trial, wanted), because);

/** Until the pods have served for as long as the step takes, or somebody wants something else. Throws ROLLOUT_FAILED. */
async function watch(trial: Trial, wanted: CanaryStep, pods: KubeObject, out: StepOutput): Promise<Asked | null> {
  const { app, place } = trial.job;
  /** Milliseconds: when all of them were ready for the first time, and for the last. */
  let first: number | null = null;
  let last = Date.now();
  let told = "";
  for (;;) {
    const look = await lookAt(trial, pods, last);
    if (look.asked !== null) return look.asked;
    const line = (await judged(trial, wanted, look)) ?? told;
    if (line !== told) out.output = `waiting: ${line}`;
    told = line;
    if (look.isReady) {
      if (first === null && trial.canary.service !== null) await share(app, place, wanted.percent);
      last = Date.now();
      first ??= last;
      if (last - first >= wanted.seconds * 1000) return null;
    }
    await pause(INTERVAL);
  }
}

/** What is waited for; null for nothing. Throws ROLLOUT_FAILED. */
async function judged(trial: Trial, wanted: CanaryStep, { restarted, evidence }: Look): Promise<string | null> {
  const found = [...restarted, ...(evidence === null ? [] : diagnose(evidence))];
  if (evidence !== null && found.some(({ isFinal }) => isFinal))
    throw await failure(doingOf(trial, wanted), evidence, trial.job.place, [], restarted);
  return found.map(waitingFor)[0] ?? null;
}

interface Look {
  readonly asked: Asked | null;
  readonly isReady: boolean;
  readonly restarted: readonly Finding[];
  /** Null while all is well, or nothing is known. */
  readonly evidence: Evidence | null;
}

/** `last` is when all was well, milliseconds. A cluster that does not answer is waited for as long as pods that are not ready. */
async function lookAt({ job: { app, place } }: Trial, pods: KubeObject, last: number): Promise<Look> {
  const isLate = Date.now() - last > deadlinesOf(pods).timeout * 1000;
  const objects = await (isLate ? list : listOrNull)(["deployments", "pods"], canarySelector(app), place);
  if (objects === null) return { asked: null, isReady: false, restarted: [], evidence: null };
  const live = objects.find(({ kind }) => kind === "Deployment");
  const isReady = live !== undefined && !isStale(live) && isRolledOut(live);
  const restarted = restarts(objects.filter(({ kind }) => kind === "Pod"));
  const isWell = isReady && restarted.length === 0;
  return {
    asked: live === undefined ? null : askedOf(live),
    isReady,
    restarted,
    evidence: isWell ? null : await evidenceOf(app, place, [pods], last),
  };
}

/** Those who say no do so by their exit code, however long that takes them: what somebody wants by then is returned. Throws ROLLOUT_FAILED. */
async function agreed(trial: Trial, wanted: CanaryStep): Promise<Asked | null> {
  for (const hook of await findHooks(checkHooks)) {
    const why = await runHook(hook, [trial.job.app, `${wanted.percent}%`]);
    if (why !== null) throw refused(trial, wanted, [`${hook.trigger} of plugin ${hook.plugin} refused it: ${why}`]);
  }
  const { app, place } = trial.job;
  const [live] = await getAll(`look for the canary of ${app}`, [canaryRef(app, place)], place.cluster);
  return live === undefined ? null : askedOf(live);
}
