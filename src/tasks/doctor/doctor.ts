// Gathers what the checks decide on, all at once where one does not need another, and walks them.

import { type Found, ofAnswers, ofApp, ofCluster, ofSite, unread, walk } from "../../core/doctor/index.ts";
import { SchedulerError, survived } from "../../core/errors.ts";
import { type Cluster, clusterName, isNamedAs } from "../../core/model/cluster.ts";
import { ONE_APP, questionsOf } from "../../edge/dokku/app.ts";
import { mustExist, visibleApps } from "../../edge/dokku/apps.ts";
import { readOnce, selectedScheduler } from "../../edge/dokku/neighbours.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { askAhead } from "../../edge/dokku/plugn.ts";
import { explained } from "../../edge/system.ts";
import { inLanes } from "../steps/lanes.ts";
import { readAppFacts, type SeenApp } from "./app.ts";
import { type ClusterSeen, readCluster } from "./cluster.ts";
import { tryPull } from "./pull.ts";
import { readSiteFacts } from "./site.ts";

/** Apps that are looked at in one run. */
const MOST = 200;
/** Apps that Dokku is asked about at once. */
const APPS = { atOnce: 20, lanes: 1 };
/** Clusters that are asked at once, and images that are pulled. */
const CALLS = { atOnce: 5, lanes: 1 };

export interface Examined {
  readonly found: readonly Found[];
  /** Apps that are too many. */
  readonly left: readonly string[];
}

/** One app, or all that run on Kubernetes and the user may see. Throws NO_SUCH_APP. */
export async function examine(app: string | null, doesPull: boolean): Promise<Examined> {
  if (app !== null) await mustExist(app);
  const all = app === null ? await onKubernetes() : [app];
  const [site, apps] = await Promise.all([readSiteFacts(), readApps(all.slice(0, MOST))]);
  const seen = apps.flatMap(({ facts }) => (facts instanceof SchedulerError ? [] : [facts]));
  const kubectl = site.programs.find(({ name }) => name === "kubectl")?.version ?? null;
  const { dokkuUser } = site;
  const clusters = await inLanes(await clustersOf(seen), CALLS, (some) =>
    Promise.all(some.map((cluster) => readCluster({ ...needsOf(cluster, seen), cluster, kubectl, dokkuUser }))),
  );
  const ofApps = await inLanes(apps, CALLS, (some) =>
    Promise.all(
      some.map(({ name, facts }) =>
        facts instanceof SchedulerError ? walk("app", name, [unread], facts) : foundInApp(facts, clusters, doesPull),
      ),
    ),
  );
  const found = [...walk("server", null, ofSite, site), ...clusters.flatMap(foundInCluster), ...ofApps.flat()];
  return { found, left: all.slice(MOST) };
}

async function onKubernetes(): Promise<readonly string[]> {
  const apps = await visibleApps();
  const schedulers = await Promise.all(apps.map((app) => orError(() => selectedScheduler(app))));
  const mayBe = (scheduler: string | SchedulerError | undefined) =>
    scheduler === "kubernetes" || scheduler instanceof SchedulerError;
  return apps.filter((_, index) => mayBe(schedulers[index]));
}

/** What stops one app stops no other. */
async function orError<T>(work: () => Promise<T>): Promise<T | SchedulerError> {
  try {
    return await work();
  } catch (thrown) {
    return survived(explained(thrown));
  }
}

interface Read {
  readonly name: string;
  readonly facts: SeenApp | SchedulerError;
}

function readApps(apps: readonly string[]): Promise<readonly Read[]> {
  const reads = readOnce();
  return inLanes(apps, APPS, async (some) => {
    const ask = await askAhead(some.flatMap(questionsOf));
    const asking = { ...ONE_APP, ask };
    return Promise.all(
      some.map(async (name) => ({ name, facts: await orError(() => readAppFacts(name, asking, reads)) })),
    );
  });
}

/** The site's own where there is no app. */
async function clustersOf(seen: readonly SeenApp[]): Promise<readonly Cluster[]> {
  const all = seen.length === 0 ? [(await nextPlaceOf("--global")).cluster] : seen.map(({ place }) => place.cluster);
  return all.filter((one, index) => all.findIndex((other) => isNamedAs(one, other)) === index);
}

function needsOf(cluster: Cluster, seen: readonly SeenApp[]) {
  const mine = seen.filter(({ place }) => isNamedAs(place.cluster, cluster));
  const isScaler = ({ kind }: { readonly kind: string }) => kind === "HorizontalPodAutoscaler";
  return {
    namespaces: [...new Set(mine.map(({ place }) => place.namespace))],
    isAutoscaled: mine.some(({ record }) => record?.objects.some(isScaler)),
  };
}

function foundInCluster({ facts, answers }: ClusterSeen): readonly Found[] {
  const name = clusterName(facts.cluster);
  const more = answers === null ? [] : walk("cluster", name, ofAnswers, answers);
  return [...walk("cluster", name, ofCluster, facts), ...more];
}

async function foundInApp(
  seen: SeenApp,
  clusters: readonly ClusterSeen[],
  doesPull: boolean,
): Promise<readonly Found[]> {
  const { name, app, record, place } = seen;
  const answers = clusters.find((one) => isNamedAs(one.facts.cluster, place.cluster))?.answers ?? null;
  const canPull = doesPull && answers !== null && app !== null && record !== null;
  const pull = canPull ? await tryPull(app, record.image.reference, place) : null;
  return walk("app", name, ofApp, { ...seen, answers, pull });
}
