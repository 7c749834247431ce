// An earlier release as the next one: its image, config and process types, with the scale, the domains and the ports of now.
import { SchedulerError } from "../../core/errors.ts";
import type { DokkuApp } from "../../core/model/app.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import type { Ref, Release } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import { isAutoscaled } from "../../core/objects/horizontal-pod-autoscaler.ts";
import { routesOf } from "../../core/objects/routes.ts";
import { changes, inventory, key } from "../../core/plan/changes.ts";
import { rollbackTarget } from "../../core/plan/history.ts";
import { remembered } from "../../core/plan/history-manifests.ts";
import { seenFrom } from "../../core/plan/move.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { recorded } from "../../edge/events.ts";
import { readHistory } from "../../edge/history.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { withLock } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { type Planned, rollOut } from "../release/apply.ts";
import { mustHaveSecrets } from "../release/automatic-rollback.ts";
import { prepare } from "../render/render.ts";
import { asDeployed, isRouting, isWeb } from "../routes/routes.ts";
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
        plan: () => plan(now, target, place),
      });
    const made = await recorded(app, roll);
    return { made, target };
  });
}

const isAutoscaler = ({ kind }: Ref) => kind === "HorizontalPodAutoscaler";

async function plan(now: DokkuApp, target: PastRelease, place: Place): Promise<Planned> {
  const record = seenFrom(place.cluster, (await readRecord(now.name)) ?? target.record, isSameCluster);
  const processes = now.processes.filter(({ type }) => Object.hasOwn(target.scale, type));
  const app = await asDeployed({ ...now, processes }, target.record, record, place);
  const isNow = (ref: Ref) => isRouting(now.name, ref) || isAutoscaler(ref) || isWeb(now.name, ref);
  const { manifests: current } = await prepare(app, isNow);
  const restarts = { ...target.record.restarts, ...record.restarts };
  const replicas = (type: string) => {
    const process = processes.find((process) => process.type === type);
    return process === undefined ? undefined : isAutoscaled(process) ? null : process.quantity;
  };
  const old = remembered(target, now.name, { replicas, restarts, stopped: false });
  const known = new Set(current.map(({ ref }) => key(ref)));
  const isReplaced = (ref: Ref) => known.has(key(ref)) || isRouting(now.name, ref) || isAutoscaler(ref);
  const release: Release = { ...old, manifests: [...old.manifests.filter(({ ref }) => !isReplaced(ref)), ...current] };
  // An older release may need what this one does not: the next deploy tidies up.
  const secretsInUse = record.objects.filter(({ kind }) => kind === "Secret").map(({ name }) => name);
  const change = changes(release, record, { processType: null, secretsInUse });
  const { deployedAt, elsewhere } = record;
  const objects = inventory(record, change.apply, []);
  return {
    app: { ...app, processes: [...processes, ...gone(target, now)] },
    release,
    change,
    record: { ...target.record, deployedAt, elsewhere, objects, restarts, routes: routesOf(app), stopped: false },
    revision: target.revision,
  };
}

/** Process types that Dokku no longer knows: they are restored with the scale that they had. */
function gone({ scale }: PastRelease, { processes }: DokkuApp): Planned["app"]["processes"] {
  return Object.entries(scale)
    .filter(([type]) => !processes.some((process) => process.type === type))
    .map(([type, quantity]) => ({ type, quantity, checks: "enabled" }));
}

/** An app that moved since would be in two places. */
function mustBeHere(app: string, { number, record }: PastRelease, place: Place): void {
  const there = { cluster: record.cluster, namespace: record.namespace.name };
  if (there.namespace === place.namespace && isSameCluster(there.cluster, place.cluster)) return;
  throw new SchedulerError(
    "NO_SUCH_OBJECT",
    `roll ${app} back to release ${number}`,
    [`that release ran in ${placeName(there)}; ${app} belongs in ${placeName(place)} now`, "nothing was changed"],
    `move it back: dokku scheduler-kubernetes:set ${app} namespace ${there.namespace}`,
  );
}
