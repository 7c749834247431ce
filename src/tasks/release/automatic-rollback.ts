// After a release that failed: the last good one is restored; where there is none, the failed one is removed.
import { SchedulerError } from "../../core/errors.ts";
import { appOf, type DokkuApp } from "../../core/model/app.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import { type ReleaseRecord, recordedState } from "../../core/model/record.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { hostsOf } from "../../core/objects/routes.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { withLiveTemplates } from "../../core/plan/claim-templates.ts";
import { workloadAs } from "../../core/plan/deployments.ts";
import { type History, lastGood, secretsNamed, secretsRecorded } from "../../core/plan/history.ts";
import { pastObjects, routesBack, withHosts, withIngresses, withStreams } from "../../core/plan/history-manifests.ts";
import { type Before, type Plan, planIngresses, planReturn, planUndo, type Wanted } from "../../core/plan/plan.ts";
import { refusedScale, refusedScaleLines } from "../../core/plan/refused-scale.ts";
import { isIngress } from "../../core/plan/routing-objects.ts";
import { servingLine } from "../../core/plan/serving.ts";
import { readApp, WITHOUT_LOGIN } from "../../edge/dokku/app.ts";
import { readNeighbours } from "../../edge/dokku/neighbours.ts";
import { emit } from "../../edge/events.ts";
import { remember } from "../../edge/history.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { getAll, listOrNull } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { warnOf } from "../../edge/system.ts";
import { shareNothing } from "../canary/share.ts";
import { prepare } from "../render/render.ts";
import { track } from "../rollout/track.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { carryBack } from "./carry-back.ts";
import { carryOut } from "./carry-out.ts";
import { suspendCron } from "./cron.ts";

export interface Failure extends Before {
  readonly app: string;
  /** The releases before it. */
  readonly history: History;
  readonly failed: PastRelease;
  readonly plan: Plan;
}

/** Says what serves afterwards, last, and what Dokku keeps of the release that failed. */
export async function rollBackAutomatically(failure: Failure): Promise<readonly string[]> {
  const { app, before, failed, history } = failure;
  const place = placeOf(failed.record);
  const good = lastGood(history);
  // In another cluster or namespace an older one is of no use.
  const target = good !== null && isSamePlace(placeOf(good.record), place) ? good : null;
  // What goes of it with the release is asked until then; where the Gateway does not follow, that may be what is wrong.
  if (target !== null) await shareNothing(app).catch(warnOf);
  const title =
    target === null ? `Removing what release ${failed.number} created` : `Rolling back to release ${target.number}`;
  const back = async (out: StepOutput): Promise<readonly KubeObject[]> => {
    if (target === null) {
      await undo(failure, out);
      return [];
    }
    const deployments = await restore(failure, target, out);
    await remember(app, { ...failed, ...returned(target) });
    return deployments;
  };
  const deployments = await withPlace(place, () => step({ title, event: "return", run: back }));
  if (deployments.length > 0)
    await step({
      title: "Waiting for its pods",
      event: null,
      run: (out) => track(app, place, deployments, out),
    });
  if (target !== null) {
    emit("returned", { release: target.number });
    return [
      ...refusedScaleLines(app, refusedScale([...history, { ...failed, ...returned(target) }], failed.scale)),
      `${app} ${before?.stopped ? "is stopped as before, with" : "runs"} release ${target.number} again`,
    ];
  }
  return [
    before === null && failure.live.every(({ kind }) => ["Namespace", "Secret", "Ingress"].includes(kind))
      ? `nothing of release ${failed.number} is left, and ${app} has no earlier one to roll back to`
      : `what ran of ${app} before is unchanged`,
  ];
}

const returned = ({ number }: PastRelease) => ({ outcome: "failed", returnedTo: number }) as const;

/** Where that failed as well. */
export async function whatServes({ app, history, failed }: Failure): Promise<string> {
  const place = placeOf(failed.record);
  // Of pods that no ReplicaSet made nobody tells the release.
  const isKnown = workloadResources(failed.record.objects).length === 1;
  const found = isKnown ? listOrNull(["replicasets"], processSelector(app), place).catch(() => null) : null;
  return servingLine(app, [...history, failed], await found);
}

const placeOf = ({ cluster, namespace }: ReleaseRecord): Place => ({ cluster, namespace: namespace.name });

const isSamePlace = (one: Place, other: Place) =>
  one.namespace === other.namespace && isSameCluster(one.cluster, other.cluster);

/** Returns the Deployments to wait for. */
async function restore(failure: Failure, target: PastRelease, out: StepOutput): Promise<readonly KubeObject[]> {
  const { app, before, failed } = failure;
  const place = placeOf(failed.record);
  await mustHaveSecrets(app, target, place);
  const record = (await readRecord(app)) ?? failed.record;
  const { stopped, restarts, routes: routesBefore } = before ?? target.record;
  const routes = stopped ? [] : routesBack(target.record, changedSince(failed, record) ? record.routes : routesBefore);
  const old = pastObjects(target, app, { replicas: () => undefined, restarts, stopped });
  const now = await readNow(app);
  const hosts = stopped || !now.app.proxy.enabled ? null : hostsOf(now.app);
  const ingresses = await ingressesOf(now, place, routes, app);
  const wanted: Wanted = {
    release: withIngresses(
      withStreams(withHosts(old, target.record.routes, routes), target.record.routes, hosts),
      ingresses,
    ),
    place,
    workload: workloadAs(target.scale),
    processType: null,
    secretsInUse: secretsRecorded(record),
    record,
    facts: { ...target.record, cluster: place.cluster, elsewhere: record.elsewhere, stopped, restarts, routes },
    revision: target.revision,
  };
  const refs = wanted.release.manifests.map(({ ref }) => ref);
  const live = await getAll(`look for the objects of ${app}`, refs, place.cluster);
  // Claims that have grown since do not shrink.
  const kept = { ...wanted.release, manifests: withLiveTemplates(wanted.release.manifests, live) };
  const plan = planReturn({ ...wanted, release: kept }, live, target.number, failed.number);
  await carryBack(plan, out);
  if (plan.remove.length > 0)
    out.output = `removed ${plan.remove.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`;
  // Its CronJobs may have been suspended then.
  await suspendCron(app);
  return plan.track;
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

async function undo(failure: Failure, out: StepOutput): Promise<void> {
  const { app, last, before, failed, plan } = failure;
  await carryOut(planUndo(plan, failed.number, failure), out);
  // An app of the original plugin has no record: its routes are read from Dokku, as those of the others are.
  const ingresses = await ingressesOf(await readNow(app), plan.place, before?.routes ?? [], last === null ? "" : app);
  await carryBack(planIngresses(plan, ingresses), out);
}

/** What Dokku and the last record say. */
interface Now {
  readonly record: ReleaseRecord | null;
  readonly app: DokkuApp;
}

async function readNow(name: string): Promise<Now> {
  const record = await readRecord(name);
  return { record, app: await readApp(name, null, record, undefined, WITHOUT_LOGIN) };
}

/** The Ingresses of a namespace with these routes of the app, and those of all apps but `except`; and what they name. */
async function ingressesOf(
  { record, app }: Now,
  place: Place,
  routes: ReleaseRecord["routes"],
  except: string,
): Promise<readonly Manifest[]> {
  const state = recordedState(record, { name: place.namespace, managed: false });
  const neighbours = await readNeighbours(place, except, false);
  return (await prepare(appOf(app, state, neighbours, routes), isIngress)).manifests;
}
