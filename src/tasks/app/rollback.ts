// An earlier release as the next one: its image, config and process types, with the scale, the domains and the ports of now.
import { SchedulerError } from "../../core/errors.ts";
import type { DokkuApp } from "../../core/model/app.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import { isAutoscaler, key, type Ref } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import { placeIn } from "../../core/model/record.ts";
import { isAutoscaled } from "../../core/objects/horizontal-pod-autoscaler.ts";
import { allRoutesOf } from "../../core/objects/routes.ts";
import { type Workload, workloadAs, workloadOf } from "../../core/plan/deployments.ts";
import { rollbackTarget, secretsRecorded } from "../../core/plan/history.ts";
import { pastObjects, workloadsOf } from "../../core/plan/history-manifests.ts";
import { seenFrom } from "../../core/plan/move.ts";
import type { Wanted } from "../../core/plan/plan.ts";
import { isRouting, isWeb } from "../../core/plan/routing-objects.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { recorded } from "../../edge/events.ts";
import { readHistory } from "../../edge/history.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { withLock } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { rollOut } from "../release/apply.ts";
import { mustHaveSecrets } from "../release/automatic-rollback.ts";
import { prepare } from "../render/render.ts";
import { asDeployed, completeChange } from "../routes/routes.ts";
import { step } from "../steps/steps.ts";

export interface Rollback {
  /** The new release. */
  readonly made: PastRelease;
  /** The one that it is a copy of. */
  readonly target: PastRelease;
}

/** `wanted` is the number of a release, null the one before. Throws NO_SUCH_OBJECT before anything is written when it cannot be had. */
export async function rollback(app: string, wanted: number | null): Promise<Rollback> {
  await mustExist(app);
  return withLock(`app ${app}`, async () => {
    const [last, history, place] = await Promise.all([readRecord(app), readHistory(app), nextPlaceOf(app)]);
    const record = last && seenFrom(place.cluster, last, isSameCluster);
    const target = rollbackTarget(app, history, wanted);
    mustBeHere(app, target, place);
    const now = await step({
      title: `Reading release ${target.number} of ${app}`,
      event: null,
      run: async () => {
        const now = await readApp(app, null, record);
        await mustHaveSecrets(app, target, place);
        return now;
      },
    });
    const roll = () =>
      rollOut({
        app,
        place,
        last,
        before: record,
        history,
        rollbackTo: target.rollbackTo ?? target.number,
        agreed: null,
        want: () => want(now, target, place),
      });
    const made = await recorded(app, roll);
    await completeChange(app);
    return { made, target };
  });
}

async function want(now: DokkuApp, target: PastRelease, place: Place): Promise<Wanted> {
  const record = seenFrom(place.cluster, (await readRecord(now.name)) ?? target.record, isSameCluster);
  const processes = now.processes.filter(({ type }) => Object.hasOwn(target.scale, type));
  const properties = { ...now.properties, ...workloadsOf(target) };
  const app = await asDeployed({ ...now, processes, properties }, target.record, record, place);
  const isNow = (ref: Ref) => isRouting(now.name, ref) || isAutoscaler(ref) || isWeb(now.name, ref);
  const { manifests: current } = await prepare(app, isNow);
  const restarts = { ...target.record.restarts, ...record.restarts };
  const replicas = (type: string) => {
    const process = processes.find((process) => process.type === type);
    return process === undefined ? undefined : isAutoscaled(process) ? null : process.quantity;
  };
  const old = pastObjects(target, now.name, { replicas, restarts, stopped: false });
  const known = new Set(current.map(({ ref }) => key(ref)));
  const isReplaced = (ref: Ref) => known.has(key(ref)) || isRouting(now.name, ref) || isAutoscaler(ref);
  const { deployedAt, elsewhere } = record;
  return {
    release: { ...old, manifests: [...old.manifests.filter(({ ref }) => !isReplaced(ref)), ...current] },
    place,
    workload: { ...workloadOf(app), processes: [...processes, ...gone(target, now)] },
    processType: null,
    // An older release may need what this one does not: the next deploy tidies up.
    secretsInUse: secretsRecorded(record),
    record,
    facts: { ...target.record, deployedAt, elsewhere, restarts, routes: allRoutesOf(app), stopped: false },
    revision: target.revision,
  };
}

/** Process types that Dokku no longer knows: they are restored with the scale that they had. */
function gone({ scale }: PastRelease, { processes }: DokkuApp): Workload["processes"] {
  return workloadAs(scale).processes.filter(({ type }) => !processes.some((process) => process.type === type));
}

/** An app that moved since would be in two places. */
function mustBeHere(app: string, { number, record }: PastRelease, place: Place): void {
  const there = placeIn(record);
  if (there.namespace === place.namespace && isSameCluster(there.cluster, place.cluster)) return;
  throw new SchedulerError(
    "NO_SUCH_OBJECT",
    `roll ${app} back to release ${number}`,
    [`that release ran in ${placeName(there)}; ${app} belongs in ${placeName(place)} now`, "nothing was changed"],
    `move it back: dokku scheduler-kubernetes:set ${app} namespace ${there.namespace}`,
  );
}
