// The status of one app: four kubectl calls at once, whatever the number of process types.
import { readMounts } from "../../core/dokku/claims.ts";
import { survived } from "../../core/errors.ts";
import { partSelector } from "../../core/objects/labels.ts";
import { ROUTE_WORDS } from "../../core/objects/routing.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { type Asked, appStatus, type Kept, NOT_ASKED } from "../../core/status/app-status.ts";
import type { AppStatus } from "../../core/status/status.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readCertificate } from "../../edge/dokku/certificate.ts";
import { PLUGIN } from "../../edge/dokku/paths.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { readProperty } from "../../edge/dokku/properties.ts";
import { readFailure } from "../../edge/failure.ts";
import { readHistory } from "../../edge/history.ts";
import { listReadable, podMetrics, type Readable, warnings } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

const OWN = ["replicasets", "pods", "jobs", "cronjobs"];

/** Of those that the namespace has: by the kinds that kubectl is asked for. */
const BESIDE = {
  PodDisruptionBudget: "poddisruptionbudgets",
  HorizontalPodAutoscaler: "horizontalpodautoscalers",
  PersistentVolumeClaim: "persistentvolumeclaims",
  Ingress: "ingresses",
  ...ROUTE_WORDS,
  Certificate: "certificates.cert-manager.io",
} as const;

/** Not every cluster serves them. */
const SERVED_BY_OTHERS: readonly string[] = [...Object.keys(ROUTE_WORDS), "Certificate"];

/** What cannot be read is named in it. Throws NO_SUCH_APP. */
export async function readAppStatus(app: string): Promise<AppStatus> {
  await mustExist(app);
  const kept = await readKept(app);
  return appStatus(kept, kept.record === null ? NOT_ASKED : await askAll(kept), Date.now());
}

async function readKept(app: string): Promise<Kept> {
  const record = await readRecord(app);
  const [place, history, failure, volumes] = await Promise.all([
    placeBy(record, app),
    readHistory(app),
    readFailure(app),
    readProperty(PLUGIN, app, "volumes"),
  ]);
  const certificate = await readCertificate(app, record);
  return { app, place, record, history, failure, certificate, mounts: readMounts(volumes ?? "") };
}

async function askAll({ app, place, record }: Kept): Promise<Asked> {
  const has = (kind: string) => record?.objects.some((ref) => ref.kind === kind) === true;
  const beside = Object.entries(BESIDE).filter(([kind]) => !SERVED_BY_OTHERS.includes(kind) || has(kind));
  const selector = partSelector(app);
  const workloads = workloadResources(record?.objects ?? []);
  const [own, others, events, usage] = await Promise.all([
    attempt(listReadable([...workloads, ...OWN], selector, place), [...workloads, ...NEEDED]),
    attempt(
      listReadable(
        beside.map(([, word]) => word),
        null,
        place,
      ),
    ),
    warnings(place),
    podMetrics(selector, place),
  ]);
  return {
    objects: own.objects,
    others: others.objects,
    events,
    usage,
    hidden: beside.filter(([, word]) => others.hidden.includes(word)).map(([kind]) => kind),
    unknown: [...new Set([...own.says, ...others.says])],
  };
}

type Attempt = Omit<Readable, "objects"> & {
  readonly objects: Readable["objects"] | null;
  /** The cluster does not answer. */
  readonly isAway: boolean;
};

/** Without these, and what keeps them running, nothing is known of how an app is. */
export const NEEDED: readonly string[] = ["pods"];

/** What an error says instead of what was asked for; no objects where those of a needed kind are hidden. */
export async function attempt(reading: Promise<Readable>, needed: readonly string[] = []): Promise<Attempt> {
  try {
    const found = await reading;
    return {
      ...found,
      isAway: false,
      objects: needed.some((kind) => found.hidden.includes(kind)) ? null : found.objects,
    };
  } catch (thrown) {
    const error = survived(thrown);
    const { because, next } = error;
    const isAway = error.code === "CLUSTER_UNREACHABLE";
    return { objects: null, hidden: [], says: [...because, ...(next === null ? [] : [next])], isAway };
  }
}
