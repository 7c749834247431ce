// One release, whoever asked for it: applied in one call, followed in one batch, recorded; and rolled back when it fails.

import { SchedulerError } from "../../core/errors.ts";
import { postHooks } from "../../core/hooks.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import { type KubeObject, key, type Manifest, type Ref } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { isServed } from "../../core/plan/canary.ts";
import { inventory } from "../../core/plan/changes.ts";
import { withLiveTemplates } from "../../core/plan/claim-templates.ts";
import { configChangeOf, envSecretsOf } from "../../core/plan/config-change.ts";
import { deadlinesOf, ROLLED_OUT_WITHIN } from "../../core/plan/deadlines.ts";
import { formerRefs, isIngressTaken, withoutShared } from "../../core/plan/foreign.ts";
import { type History, lastGood, nextNumber } from "../../core/plan/history.ts";
import { keptManifests } from "../../core/plan/history-manifests.ts";
import { withLevels } from "../../core/plan/namespace-level.ts";
import { changesOf, type Plan, planRelease, recordOf, type Wanted } from "../../core/plan/plan.ts";
import { fingerprint, mustBeAsPlanned, type SavedPlan } from "../../core/plan/saved-plan.ts";
import { isAppliedClientSide } from "../../core/plan/server-side-migration.ts";
import { keepingShare } from "../../core/plan/weights.ts";
import { findHooks } from "../../edge/dokku/hooks.ts";
import { readOnce, type SharedReads } from "../../edge/dokku/neighbours.ts";
import { readProperties } from "../../edge/dokku/properties.ts";
import { emit } from "../../edge/events.ts";
import { endAhead } from "../../edge/exec.ts";
import { mustHave } from "../../edge/find-program.ts";
import { remember } from "../../edge/history.ts";
import { getAll, startReadAndApply } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { gatherWarnings } from "../../edge/log.ts";
import { updateRecord } from "../../edge/record.ts";
import { readServerId } from "../../edge/server-id.ts";
import { tolerated } from "../../edge/system.ts";
import { shareNothing } from "../canary/share.ts";
import { runPostHooks } from "../render/hooks.ts";
import { drainOriginal } from "../rollout/drain-original.ts";
import { startTracking, track } from "../rollout/track.ts";
import { attaching, isAttached } from "../routes/attached.ts";
import { type Step, steps } from "../steps/steps.ts";
import { mustBeAccepted } from "./accepted.ts";
import { mustBeServed } from "./api-versions.ts";
import { type Failure, rollBackAutomatically, whatServes } from "./automatic-rollback.ts";
import { carryOut } from "./carry-out.ts";
import { mustStay } from "./cluster-state.ts";
import { suspendCron } from "./cron.ts";
import { mustFit } from "./fits.ts";
import { withGrowths } from "./grow.ts";
import { settleIngresses } from "./ingresses.ts";
import { mustOwn } from "./ownership.ts";
import { prune, removeOldConfig } from "./prune.ts";
import { askSchemas } from "./told-schemas.ts";

export interface RollOut {
  readonly app: string;
  readonly place: Place;
  /** The app's record, and the same as the cluster sees it; null before the first release. */
  readonly last: ReleaseRecord | null;
  readonly before: ReleaseRecord | null;
  readonly history: History;
  /** The release that this one is a copy of. */
  readonly rollbackTo: number | null;
  /** What it has to be, exactly; null for whatever it is. */
  readonly agreed: SavedPlan | null;
  /** Called while nobody else may change the namespace's Ingress; `isBeside` when another Dokku server has that. */
  readonly want: (isBeside: boolean, reads: SharedReads) => Promise<Wanted>;
}

/** A release as it is about to be applied. */
export interface Begun {
  readonly wanted: Wanted;
  readonly plan: Plan;
  readonly past: PastRelease;
  /** What of the release was there before. */
  readonly live: readonly KubeObject[];
}

/** The release as it is remembered. Throws what stopped it, with what runs now instead. */
export async function rollOut(job: RollOut): Promise<PastRelease> {
  const { app, place } = job;
  let begun = null as Begun | null;
  let swept: readonly Ref[] = [];
  try {
    begun = await applyRelease(job, (release) => {
      begun = release;
    });
    const sweep = removeOldConfig(app, begun.plan.prune, place);
    // Node ends where nobody waits for a promise that fails; this one is waited for after the rollout.
    sweep.catch(() => null);
    await follow(job, begun).finally(() => sweep);
    swept = await sweep;
  } catch (error) {
    throw begun === null ? error : await failed(job, begun, error);
  } finally {
    await endAhead();
  }
  const { past, plan } = begun;
  // In a release of the history CronJobs may have been suspended.
  if (job.rollbackTo !== null) await suspendCron(app);
  const removed = [...plan.remove, ...plan.first.unscale, ...swept];
  // It serves: what cannot be written of it is said, and makes no failure of it.
  await tolerated(() =>
    withPlace(place, () =>
      updateRecord(app, (record) => ({
        ...record,
        deployedAt: new Date().toISOString(),
        objects: inventory(record, plan.apply, removed),
      })),
    ),
  );
  await tolerated(() => remember(app, { ...past, outcome: "deployed" }));
  await prune(app, plan.prune, place);
  return past;
}

/** `begin` is called before the first write. The namespace's Ingress is made of what all its apps route, so nobody else may change that meanwhile. */
async function applyRelease(job: RollOut, begin: (release: Begun) => void): Promise<Begun> {
  const { app, place } = job;
  return withPlace(place, () =>
    steps(
      {
        title: "Rendering and validating the manifests",
        event: "render",
        run: async (out): Promise<Begun> => {
          startReadAndApply(place.cluster);
          const begun = await layOut(job);
          const { wanted, plan, live } = begun;
          out.title = `Rendered and validated ${wanted.release.manifests.length} objects`;
          // A release task has run by now, the one of the plan.
          if (job.agreed !== null) mustBeAsPlanned(job.agreed, fingerprint(begun, job.agreed.releaseTask));
          await mustBeAccepted(plan, job.before === null, live);
          return begun;
        },
      },
      {
        title: `Applying to ${placeName(place)}`,
        event: "apply",
        run: async (out, release: Begun) => {
          const { plan, past, live } = release;
          // Nothing is applied that could not be followed.
          if (plan.track.length > 0) await mustHave("kubedog");
          begin(release);
          if (plan.track.length > 0) await startTracking(place, plan.track);
          await remember(app, past);
          await carryOut({ ...plan, apply: keepingShare(app, plan.apply, live) }, out);
          emit("applied", { release: past.number, objects: plan.apply.map(({ ref }) => ref) });
          out.title = `Applied ${plan.apply.length} objects to ${placeName(place)}`;
          return release;
        },
      },
    ),
  );
}

/** Before what comes first; what it warns of is said when it is laid out again. */
export const layOutAhead = (job: RollOut) =>
  gatherWarnings(
    () => layOut(job),
    () => {},
  );

/**
 * Nothing of it is written. Throws what stops a deploy before its first write, but what the API server alone knows.
 * What all apps share is read once, also by who lays out many releases.
 */
export async function layOut(job: RollOut, reads = readOnce()): Promise<Begun> {
  const { app, place } = job;
  const { wanted, live } = await want(job, reads);
  const { apply } = changesOf(wanted);
  await mustOwn(app, apply, live, await reads.recordsFrom(place.cluster), place.cluster);
  await mustFit(app, { apply, release: wanted.release.manifests, live }, place);
  const planned = planRelease(wanted, live);
  const first = await withGrowths(app, planned, place);
  const plan = { ...planned, first, ...(await settleIngresses(app, planned.apply, live, place.cluster)) };
  return { wanted, plan, live, past: pastRelease(job, wanted, plan, live) };
}

/** What is wanted, and what of it is there. An Ingress of another Dokku server is left alone, and ours made beside it. */
async function want(job: RollOut, reads: SharedReads, isBeside = false): Promise<Pick<Begun, "wanted" | "live">> {
  const ask = () => job.want(isBeside, reads);
  const asked = await ask();
  const wanted = (await askSchemas(job.place.cluster, asked.release.manifests)) ? await ask() : asked;
  const { apply } = changesOf(wanted);
  await mustBeServed(job.app, apply, job.place.cluster);
  const live = await lookAt(job, wanted, apply);
  const refs = apply.map(({ ref }) => ref);
  await mustStay(job.app, job.place, refs, wanted.record, live);
  const server = await readServerId();
  if (!isBeside && isIngressTaken(apply, live, server)) return want(job, reads, true);
  const { manifests: own, ...release } = withoutShared(wanted.release, live, server);
  // Claims that have grown since do not shrink.
  const manifests = job.rollbackTo === null ? own : withLiveTemplates(own, live);
  return { wanted: { ...wanted, release: { ...release, manifests: withLevels(manifests, live) } }, live };
}

/** What the release is about to change, the workloads that it replaces, and the config that it and the one before it run with. */
function lookAt(
  { app, place, history }: RollOut,
  { release, record }: Wanted,
  apply: readonly Manifest[],
): Promise<readonly KubeObject[]> {
  const secrets = envSecretsOf(app, release, lastGood(history)).map((name) => ({
    apiVersion: "v1",
    kind: "Secret",
    namespace: place.namespace,
    name,
  }));
  const refs = apply.map(({ ref }) => ref);
  const known = new Set(refs.map(key));
  const others = [...secrets.filter((ref) => !known.has(key(ref))), ...formerRefs(app, apply, record)];
  return getAll(`look for the objects of ${app}`, [...refs, ...others], place.cluster);
}

function pastRelease(job: RollOut, wanted: Wanted, plan: Plan, live: readonly KubeObject[]): PastRelease {
  const { release, revision, workload } = wanted;
  const good = lastGood(job.history);
  return {
    number: nextNumber(job.history),
    startedAt: new Date().toISOString(),
    outcome: "unfinished",
    returnedTo: null,
    rollbackTo: job.rollbackTo,
    command: process.env.DOKKU_COMMAND || null,
    by: process.env.SSH_NAME || null,
    revision,
    scale: Object.fromEntries(workload.processes.map(({ type, quantity }) => [type, quantity])),
    config: configChangeOf(job.app, release, good, live),
    record: recordOf(wanted, plan.apply),
    manifests: keptManifests(release, plan, good),
  };
}

async function follow({ app, place }: RollOut, { plan, live }: Begun): Promise<void> {
  const { apply, track: deployments, prune: gone } = plan;
  const endsCanary = isServed(app, place, gone);
  const takesOver = live.some((one) => one.kind === "Deployment" && isAppliedClientSide(one));
  const hooks = findHooks(postHooks);
  const tell: Step = {
    title: "Telling other plugins what was applied",
    event: "hooks",
    run: () => runPostHooks(app, apply, hooks),
  };
  const wait: Step = {
    title: "Waiting for the new pods",
    event: "rollout",
    run: (out) => {
      const rollout = () => track(app, place, deployments, out);
      return takesOver ? drainOriginal(app, place, apply, rollout) : rollout();
    },
  };
  const undivide: Step = {
    title: "Sending all requests to the pods that were rolled out",
    event: null,
    run: () => shareNothing(app),
  };
  // A Service without pods may be none to the controller of a Gateway.
  await steps(
    ...(hooks.length > 0 ? [tell] : []),
    ...(deployments.length > 0 ? [wait] : []),
    ...(endsCanary ? [undivide] : []),
    ...(apply.some(isAttached) ? [attaching(app, apply, place, secondsFor(deployments))] : []),
  );
}

/** As long as for the pods. */
const secondsFor = (deployments: readonly KubeObject[]) =>
  Math.max(...deployments.map((deployment) => deadlinesOf(deployment).timeout), 0) || ROLLED_OUT_WITHIN;

/** The error to throw, which says what runs now. */
async function failed(job: RollOut, { past, live, plan }: Begun, error: unknown): Promise<unknown> {
  const { app, last, before, history } = job;
  const isInterrupted = error instanceof SchedulerError && error.code === "INTERRUPTED";
  await tolerated(() => remember(app, { ...past, outcome: isInterrupted ? "interrupted" : "failed" }));
  if (!(error instanceof SchedulerError) || isInterrupted) return error;
  const { code, doing, because, next, evidence } = error;
  const add = (...lines: readonly string[]) => new SchedulerError(code, doing, [...because, ...lines], next, evidence);
  if ((await readProperties(app))["rollback-on-failure"] === "false")
    return add(`release ${past.number} of ${app} stays in the cluster as it is: rollback-on-failure is false`);
  const failure: Failure = { app, last, before, history, failed: past, live, plan };
  try {
    return add(...(await rollBackAutomatically(failure)));
  } catch (second) {
    if (!(second instanceof SchedulerError) || second.code === "INTERRUPTED") return second;
    const why = [`rolling back failed as well: ${second.doing}`, ...second.because];
    return add(...why, await whatServes(failure));
  }
}
