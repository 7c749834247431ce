// After a release that failed: the last good one is restored; where there is none, the failed one is removed.
import { SchedulerError } from "../../core/errors.ts";
import { appOf } from "../../core/model/app.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest, Ref, Release } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import { type ReleaseRecord, recordedState } from "../../core/model/record.ts";
import { appSelector } from "../../core/objects/labels.ts";
import { type ChangeSet, changes, inventory, isOurs, key } from "../../core/plan/changes.ts";
import { type History, lastGood, secretsNamed } from "../../core/plan/history.ts";
import { refOf, remembered, routesBack } from "../../core/plan/history-manifests.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { readNeighbours } from "../../edge/dokku/neighbours.ts";
import { remember } from "../../edge/history.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { apply, getAll, list, remove, replace } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { readRecord, removeRecord, writeRecord } from "../../edge/record.ts";
import { prepare } from "../render/render.ts";
import { track } from "../rollout/track.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { suspendCron } from "./cron.ts";
import { prepareDeployments } from "./hand-over.ts";

export interface Failure {
  readonly app: string;
  /** The record before the release, and the same as the cluster sees it; null when it was the first. */
  readonly last: ReleaseRecord | null;
  readonly before: ReleaseRecord | null;
  /** The releases before it. */
  readonly history: History;
  readonly failed: PastRelease;
  readonly change: ChangeSet;
  /** What of the release's objects was there before it. */
  readonly live: readonly KubeObject[];
}

/** Says what serves afterwards. */
export async function rollBackAutomatically(failure: Failure): Promise<string> {
  const { app, before, failed, history } = failure;
  const place = placeOf(failed.record);
  const good = lastGood(history);
  // In another cluster or namespace an older one is of no use.
  const target = good !== null && isSamePlace(placeOf(good.record), place) ? good : null;
  const title =
    target === null ? `Removing what release ${failed.number} created` : `Rolling back to release ${target.number}`;
  const back = async (out: StepOutput): Promise<readonly KubeObject[]> => {
    if (target === null) {
      await undo(failure);
      return [];
    }
    const deployments = await restore(failure, target, out);
    await remember(app, { ...failed, outcome: "failed", returnedTo: target.number });
    return deployments;
  };
  const deployments = await withPlace(place, () => step({ title, event: "return", run: back }));
  if (deployments.length > 0)
    await step({
      title: "Waiting for its pods",
      event: null,
      run: (out) => track(app, place, deployments, out),
    });
  if (target !== null)
    return `${app} ${before?.stopped ? "is stopped as before, with" : "runs"} release ${target.number} again`;
  return before === null && failure.live.every(({ kind }) => ["Namespace", "Secret", "Ingress"].includes(kind))
    ? `nothing of release ${failed.number} is left, and ${app} has no earlier one to roll back to`
    : `what ran of ${app} before is unchanged`;
}

const placeOf = ({ cluster, namespace }: ReleaseRecord): Place => ({ cluster, namespace: namespace.name });

const isSamePlace = (one: Place, other: Place) =>
  one.namespace === other.namespace && isSameCluster(one.cluster, other.cluster);

/** Returns the Deployments to wait for. */
async function restore(failure: Failure, target: PastRelease, out: StepOutput): Promise<readonly KubeObject[]> {
  const { app, before, failed } = failure;
  const place = placeOf(failed.record);
  const { cluster } = place;
  await mustHaveSecrets(app, target, place);
  const record = (await readRecord(app)) ?? failed.record;
  const { stopped, restarts, routes: routesBefore } = before ?? target.record;
  const routes = stopped ? [] : routesBack(target.record, changedSince(failed, record) ? record.routes : routesBefore);
  const old = remembered(target, app, { replicas: () => undefined, restarts, stopped });
  const ingresses = await ingressesOf(app, place, routes, app);
  const release: Release = { ...old, manifests: [...old.manifests, ...ingresses] };
  const secretsInUse = record.objects.filter(({ kind }) => kind === "Secret").map(({ name }) => name);
  const change = changes(release, record, { processType: null, secretsInUse });
  const processes = Object.entries(target.scale).map(([type, quantity]) => ({
    type,
    quantity,
    checks: "enabled" as const,
  }));
  const live = await list(["deployments"], appSelector(app), { ...place, managedFields: true });
  await prepareDeployments(
    { name: app, processes, mounts: [], optionClaims: [], exclusiveClaims: [] },
    change,
    live,
    cluster,
    out,
  );
  await apply(`apply ${change.apply.length} objects of release ${target.number} of ${app}`, change.apply, cluster);
  const gone = [...change.unroute, ...change.prune];
  if (gone.length > 0) await remove(`remove what release ${failed.number} of ${app} created`, gone, cluster);
  if (gone.length > 0) out.output = `removed ${gone.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`;
  const { elsewhere } = record;
  await writeRecord(app, {
    ...target.record,
    cluster,
    elsewhere,
    stopped,
    restarts,
    routes,
    objects: inventory(record, change.apply, [...gone, ...change.unscale]),
  });
  // Its CronJobs may have been suspended then.
  await suspendCron(app);
  return change.track;
}

/** `domains:add` while the release was rolled out. */
function changedSince({ record: { routes } }: PastRelease, now: ReleaseRecord): boolean {
  return JSON.stringify(routes) !== JSON.stringify(now.routes);
}

/** Throws NO_SUCH_OBJECT before anything is changed. */
export async function mustHaveSecrets(app: string, target: PastRelease, { cluster, namespace }: Place): Promise<void> {
  const names = secretsNamed([target]);
  if (names.length === 0) return;
  const refs = names.map((name) => ({ apiVersion: "v1", kind: "Secret", namespace, name }));
  const found = await getAll(`look for the Secrets of release ${target.number} of ${app}`, refs, cluster);
  const missing = names.filter((name) => !found.some(({ metadata }) => metadata.name === name));
  if (missing.length === 0) return;
  throw new SchedulerError("NO_SUCH_OBJECT", `roll back to release ${target.number} of ${app}`, [
    ...missing.map((name) => `its Secret ${name} is no longer in namespace ${namespace}`),
    "nothing was changed",
  ]);
}

/** What existed before is restored, what did not is removed. */
async function undo({ app, last, before, failed, change, live }: Failure): Promise<void> {
  const place = placeOf(failed.record);
  const { cluster } = place;
  const own = (ref: Ref) => isOurs(ref) && ref.kind !== "Ingress";
  // A Secret may be there because a release task read it.
  const old = live.filter((object) => own(refOf(object)) && object.kind !== "Secret");
  const was = new Set([...(before?.objects ?? []), ...old.map(refOf)].map(key));
  const made = change.apply.map(({ ref }) => ref).filter((ref) => own(ref) && !was.has(key(ref)));
  if (old.length > 0)
    await replace(`put ${old.length} objects of ${app} back as they were`, old.map(withoutVersion), cluster);
  if (made.length > 0) await remove(`remove what release ${failed.number} of ${app} created`, made, cluster);
  if (last === null) await removeRecord(app);
  else await writeRecord(app, last);
  // An app of the original plugin has no record: its routes are read from Dokku, as those of the others are.
  const ingresses = await ingressesOf(app, place, before?.routes ?? [], last === null ? "" : app);
  if (ingresses.length > 0) await apply(`apply the Ingress of ${placeName(place)}`, ingresses, cluster);
  const rendered = new Set(ingresses.map(({ ref }) => key(ref)));
  const unrouted = change.apply
    .map(({ ref }) => ref)
    .filter((ref) => ref.kind === "Ingress" && !rendered.has(key(ref)));
  if (unrouted.length > 0)
    await remove(`remove ${unrouted.map(({ name }) => `Ingress ${name}`).join(", ")}`, unrouted, cluster);
}

function withoutVersion(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata as KubeObject["metadata"] & { resourceVersion?: string };
  return { ...object, metadata };
}

/** The Ingresses of a namespace with these routes of the app, and those of all apps but `except`. */
async function ingressesOf(
  name: string,
  place: Place,
  routes: ReleaseRecord["routes"],
  except: string,
): Promise<readonly Manifest[]> {
  const record = await readRecord(name);
  const app = await readApp(name, null, record);
  const state = recordedState(record, { name: place.namespace, managed: false });
  const neighbours = await readNeighbours(place, except, false);
  return (await prepare(appOf(app, state, neighbours, routes), ({ kind }) => kind === "Ingress")).manifests;
}
