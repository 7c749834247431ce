// Before a release gets all requests it gets a share of them, in steps. A step that fails goes back, and no pod of the release before has gone.
import { SchedulerError } from "../../core/errors.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { placeIn, type ReleaseRecord } from "../../core/model/record.ts";
import {
  canaryManifest,
  canaryOf,
  canaryServices,
  hasCanary,
  leftLine,
  planCanary,
  planNoCanary,
  runsLine,
} from "../../core/plan/canary.ts";
import { lastGood } from "../../core/plan/history.ts";
import type { CanaryStep } from "../../core/properties/canary.ts";
import { mustHave } from "../../edge/find-program.ts";
import { remember } from "../../edge/history.ts";
import { withPlace } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { tolerated } from "../../edge/system.ts";
import { mustBeAccepted } from "../release/accepted.ts";
import { layOutAhead, type RollOut } from "../release/apply.ts";
import { carryOut } from "../release/carry-out.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { shareNothing } from "./share.ts";
import { runStep, type Trial } from "./step.ts";

/** `roll` gives it all requests, with the app's record of then. Throws what stopped it, with what runs now instead. */
export async function withCanary(
  job: RollOut,
  steps: readonly CanaryStep[],
  roll: (last: ReleaseRecord | null) => Promise<unknown>,
): Promise<void> {
  const trial = steps.length === 0 ? null : await prepare(job);
  if (trial === null) {
    await roll(job.last);
    return;
  }
  const { app } = job;
  let isTried = false;
  try {
    await tryAll(trial, steps);
    isTried = true;
    await roll(await readRecord(app));
  } catch (error) {
    throw await goneBack(app, error, isTried);
  }
}

/** Null where there is nothing to try, which is said. Nothing is written but that the canary of a deploy goes which was killed. */
function prepare(job: RollOut): Promise<Trial | null> {
  const { app, place, history } = job;
  return step({
    title: `Preparing the canary of ${app}`,
    event: null,
    run: async (out) => {
      const { wanted, plan, live, past } = await withPlace(place, () => layOutAhead(job));
      const canary = canaryOf(wanted, live, history);
      if (typeof canary === "string") {
        out.title = `No canary: ${canary}`;
        return null;
      }
      await mustBeAccepted(plan, false, live);
      await mustHave("kubedog");
      await removeCanary(app, out);
      return { job, canary, past, old: [] };
    },
  });
}

async function tryAll(trial: Trial, steps: readonly CanaryStep[]): Promise<void> {
  const { job, past } = trial;
  try {
    for (const one of steps) if ((await runStep(trial, one, start(trial, one))) === "promote") return;
  } catch (error) {
    const good = lastGood(job.history);
    if (error instanceof SchedulerError && error.code !== "INTERRUPTED" && good !== null)
      await tolerated(() => remember(job.app, { ...past, outcome: "failed", returnedTo: good.number }));
    throw error;
  }
}

const start =
  ({ job: { app, place }, canary, past }: Trial, { text }: CanaryStep) =>
  (pods: number, out: StepOutput): Promise<KubeObject> =>
    withPlace(place, async () => {
      const record = (await readRecord(app)) ?? past.record;
      const since = new Date().toISOString();
      const deployment = canaryManifest({ app, place }, canary, pods, { text, since });
      const services = canaryServices({ app, place }, canary);
      await carryOut(planCanary({ app, place, record }, [...canary.needs, ...services, deployment]), out);
      return deployment.object;
    });

/** Nothing where there is none. No request is on its way to it when it goes. */
export async function removeCanary(app: string, out: StepOutput): Promise<void> {
  const seen = await readRecord(app);
  const trial = (record: ReleaseRecord) => ({ app, place: placeIn(record), record });
  if (seen === null || !hasCanary(trial(seen))) return;
  await shareNothing(app);
  await withPlace(placeIn(seen), async () => {
    const record = await readRecord(app);
    if (record !== null) await carryOut(planNoCanary(trial(record)), out);
  });
}

/** The error to throw, which says what runs when the canary is gone. After an interruption everything stays, for whoever decides. */
async function goneBack(app: string, error: unknown, isTried: boolean): Promise<unknown> {
  if (!(error instanceof SchedulerError)) return error;
  const { code, doing, because, next, evidence } = error;
  const record = await readRecord(app);
  if (record === null || !hasCanary({ app, place: placeIn(record), record })) return error;
  if (code === "INTERRUPTED")
    return new SchedulerError(
      code,
      doing,
      [...because, leftLine(app, isTried)],
      `dokku scheduler-kubernetes:canary ${app} promote, or abort; the next deploy removes it as well`,
    );
  const add = (...lines: readonly string[]) => new SchedulerError(code, doing, [...because, ...lines], next, evidence);
  try {
    await step({
      title: `Removing the canary of ${app}`,
      event: "return",
      run: (out) => removeCanary(app, out),
    });
    return add(`the canary was removed, and ${runsLine(app, isTried)}`);
  } catch (second) {
    if (!(second instanceof SchedulerError) || second.code === "INTERRUPTED") return second;
    const why = [`removing the canary failed as well: ${second.doing}`, ...second.because];
    return add(...why, `try again: dokku scheduler-kubernetes:canary ${app} abort`);
  }
}
