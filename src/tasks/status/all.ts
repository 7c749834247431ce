// The status of all apps: one kubectl call for a cluster, or for each namespace where there are few or not all may be seen.
import { isNamedAs, type Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { labelValue, managedLabel } from "../../core/objects/labels.ts";
import { ROUTE_WORDS } from "../../core/objects/routing.ts";
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
  const asked = await askPlaces(deployed);
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

async function askPlaces(deployed: readonly Kept[]): Promise<readonly Answer[]> {
  const clusters = deployed.filter(
    ({ place: { cluster } }, index) => deployed.findIndex(({ place }) => isNamedAs(place.cluster, cluster)) === index,
  );
  const answers = clusters.map(async ({ place: { cluster } }) => {
    const mine = deployed.filter(({ place }) => isNamedAs(place.cluster, cluster));
    const namespaces = [...new Set(mine.map(({ place }) => place.namespace))];
    if (namespaces.length > FEW) {
      const all = await answerOf({ cluster, namespace: null }, mine);
      if (all.objects !== null || all.isAway) return [all];
    }
    const each: Answer[] = [];
    for (const namespace of namespaces) {
      const here = mine.filter(({ place }) => place.namespace === namespace);
      const one = await answerOf({ cluster, namespace }, here);
      if (one.isAway) return [{ ...one, place: { cluster, namespace: null } }];
      each.push(one);
    }
    return each;
  });
  return (await Promise.all(answers)).flat();
}

/** `apps` are those of the place: a user may not see workloads that none of them has. */
async function answerOf(place: Answer["place"], apps: readonly Kept[]): Promise<Answer> {
  const workloads = workloadResources(apps.flatMap(({ record }) => record?.objects ?? []));
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
    hidden: ["PersistentVolumeClaim", "Ingress", ...Object.keys(ROUTE_WORDS), "Certificate"],
    unknown: about?.says ?? [],
  };
}
