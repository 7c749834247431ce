// The status of all apps: one kubectl call for a cluster, or for each namespace where there are few or not all may be seen.
import { isNamedAs, type Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { labelValue, managedLabel } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { type Asked, appStatus, type Kept, NOT_ASKED } from "../../core/status/app-status.ts";
import type { AppStatus } from "../../core/status/status.ts";
import { visibleApps } from "../../edge/dokku/apps.ts";
import { selectedScheduler } from "../../edge/dokku/neighbours.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { readNewest } from "../../edge/history.ts";
import { listReadable } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";
import { tolerated } from "../../edge/system.ts";
import { attempt, NEEDED } from "./one.ts";

const KINDS = ["replicasets", "pods", "horizontalpodautoscalers"];
const SELECTOR = Object.entries(managedLabel)
  .map((label) => label.join("="))
  .join(",");

/** So many namespaces are asked one by one. */
const FEW = 3;

/** Of the apps that run here, and the user may see: what the cluster's events would add is left to the status of one. */
export async function readAllStatuses(): Promise<readonly AppStatus[]> {
  const kept = (await Promise.all((await visibleApps()).map(readKept))).filter((one) => one !== null);
  const deployed = kept.filter(({ record }) => record !== null);
  const workloads = workloadResources(deployed.flatMap(({ record }) => record?.objects ?? []));
  const asked = await askPlaces(
    deployed.map(({ place }) => place),
    workloads,
  );
  const now = Date.now();
  return kept.map((one) => appStatus(one, one.record === null ? NOT_ASKED : partOf(one, asked), now));
}

async function readKept(app: string): Promise<Kept | null> {
  if ((await selectedScheduler(app)) !== "kubernetes") return null;
  const record = await tolerated(() => readRecord(app));
  const [place, newest] = await Promise.all([placeBy(record, app), tolerated(() => readNewest(app))]);
  const history = newest === null ? [] : [newest];
  return { app, place, record, history, failure: null, certificate: null, mounts: [] };
}

interface Answer {
  readonly place: Omit<Place, "namespace"> & { readonly namespace: string | null };
  readonly objects: readonly KubeObject[] | null;
  readonly says: readonly string[];
  readonly isAway: boolean;
}

async function askPlaces(places: readonly Place[], workloads: readonly string[]): Promise<readonly Answer[]> {
  const clusters = places.filter(
    ({ cluster }, index) => places.findIndex((other) => isNamedAs(other.cluster, cluster)) === index,
  );
  const answers = clusters.map(async ({ cluster }) => {
    const mine = places.filter((place) => isNamedAs(place.cluster, cluster));
    const namespaces = [...new Set(mine.map(({ namespace }) => namespace))];
    if (namespaces.length > FEW) {
      const all = await answerOf({ cluster, namespace: null }, workloads);
      if (all.objects !== null || all.isAway) return [all];
    }
    const each: Answer[] = [];
    for (const namespace of namespaces) {
      const one = await answerOf({ cluster, namespace }, workloads);
      if (one.isAway) return [{ ...one, place: { cluster, namespace: null } }];
      each.push(one);
    }
    return each;
  });
  return (await Promise.all(answers)).flat();
}

async function answerOf(place: Answer["place"], workloads: readonly string[]): Promise<Answer> {
  const { objects, says, isAway } = await attempt(listReadable([...workloads, ...KINDS], SELECTOR, place), [
    ...workloads,
    ...NEEDED,
  ]);
  return { place, objects, says, isAway };
}

/** What is one app's of the answers. */
function partOf({ app, place }: Kept, answers: readonly Answer[]): Asked {
  const about = answers.find(
    (answer) =>
      isNamedAs(answer.place.cluster, place.cluster) && [null, place.namespace].includes(answer.place.namespace),
  );
  const objects = about?.objects?.filter(
    ({ metadata }) =>
      metadata.namespace === place.namespace && metadata.labels?.["app.kubernetes.io/part-of"] === labelValue(app),
  );
  const isScaler = ({ kind }: KubeObject) => kind === "HorizontalPodAutoscaler";
  return {
    ...NOT_ASKED,
    objects: objects?.filter((object) => !isScaler(object)) ?? null,
    others: objects?.filter(isScaler) ?? null,
    hidden: ["PersistentVolumeClaim", "Ingress", "HTTPRoute", "GRPCRoute", "Certificate"],
    unknown: about?.says ?? [],
  };
}
