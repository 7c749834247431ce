// What the other apps of a cluster route.
import { readdir } from "node:fs/promises";
import { SchedulerError } from "../../core/errors.ts";
import { appOf, type Neighbours, NO_NEIGHBOURS, type Route } from "../../core/model/app.ts";
import type { Cluster, Place } from "../../core/model/cluster.ts";
import type { Ref } from "../../core/model/manifest.ts";
import { type ReleaseRecord, recordedState } from "../../core/model/record.ts";
import { ORIGINAL_INGRESS, routesOf, suffixOf, withSuffix } from "../../core/objects/routes.ts";
import { isSameCluster } from "../kube/kubeconfig.ts";
import { readAllLeftovers } from "../leftovers.ts";
import { isRecorded, readRecordsFrom } from "../record.ts";
import { readServerId, storedServerId } from "../server-id.ts";
import { isToldByFiles } from "./answers.ts";
import { type Asking, readApp } from "./app.ts";
import { readIngressMetadata, readSettings } from "./metadata.ts";
import { dokkuRoot } from "./paths.ts";
import { nextPlaceOf } from "./place.ts";
import { ask } from "./plugn.ts";
import { readProperty } from "./properties.ts";
import { pluginOf, STORED } from "./stored.ts";

/** How what all apps share is read. Who asks for every app reads it once. */
export interface SharedReads {
  readonly recordsFrom: typeof readRecordsFrom;
  readonly leftovers: typeof readAllLeftovers;
  readonly serverId: typeof readServerId;
  readonly settings: typeof readSettings;
  readonly inheritedIn: typeof inheritedIn;
  readonly inheritedRoutes: (name: string, namespace: string) => Promise<readonly Route[]>;
}

const EACH_TIME: SharedReads = {
  recordsFrom: readRecordsFrom,
  leftovers: readAllLeftovers,
  serverId: readServerId,
  settings: readSettings,
  inheritedIn,
  inheritedRoutes,
};

type Records = ReadonlyMap<string, ReleaseRecord>;

/** What is read stays as it was then. */
export function readOnce(): SharedReads {
  return {
    recordsFrom: remembered(readRecordsFrom),
    leftovers: remembered(readAllLeftovers),
    serverId: remembered(readServerId),
    settings: remembered(readSettings),
    // The records follow from the place.
    inheritedIn: remembered(inheritedIn, ([place]) => [place]),
    inheritedRoutes: remembered((name: string, namespace: string) => inheritedRoutes(name, namespace)),
  };
}

function remembered<A extends readonly unknown[], T>(
  read: (...args: A) => Promise<T>,
  about: (args: A) => readonly unknown[] = (args) => args,
): (...args: A) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (...args) => {
    const words = JSON.stringify(about(args));
    const answer = known.get(words) ?? read(...args);
    known.set(words, answer);
    return answer;
  };
}

/**
 * Each app's record says what it last routed, in whatever namespace. An app of this one that Dokku calls deployed and that has no record was
 * deployed by the original plugin: it is read from Dokku, so that its rules stay. So is one whose record cannot be read. What the names
 * route that `app` had before is its own.
 */
export async function readOtherRoutes(
  place: Place,
  app: string | null,
  reads: SharedReads = EACH_TIME,
): Promise<readonly Route[]> {
  return routesOfOthers(place, app, await reads.recordsFrom(place.cluster), reads);
}

async function routesOfOthers(
  place: Place,
  app: string | null,
  records: Records,
  reads: SharedReads,
): Promise<readonly Route[]> {
  const recorded = [...records].filter(([name]) => name !== app).flatMap(([, record]) => record.routes);
  const inherited: Route[] = [];
  for (const name of await reads.inheritedIn(place, records))
    if (name !== app) inherited.push(...(await reads.inheritedRoutes(name, place.namespace)));
  const former = await readFormerRoutes(place.cluster, (heir) => heir !== app, reads);
  return [...recorded, ...inherited, ...former];
}

/** For who asks Dokku in another way, and writes nothing. */
export const readsBy = (asking: Asking): SharedReads => ({
  ...EACH_TIME,
  serverId: storedServerId,
  inheritedRoutes: (name, namespace) => inheritedRoutes(name, namespace, asking),
});

/**
 * Routes name no image and no mounts. There may be hundreds of such apps, and files tell what a program would: Dokku is asked for what they do
 * not tell clearly.
 */
const BY_FILES: Asking = {
  ask: async (trigger, ...args) => {
    if (trigger === "storage-app-mounts") return "[]";
    const plugin = pluginOf(trigger);
    if (plugin === null || !(await isToldByFiles(trigger, plugin))) return ask(trigger, ...args);
    return STORED.ask(trigger, ...args).catch(() => ask(trigger, ...args));
  },
  readLogin: async () => null,
  readImage: async () => ({ reference: "", digest: null, architecture: null, source: "dockerfile" }),
};

async function inheritedRoutes(name: string, namespace: string, asking = BY_FILES): Promise<readonly Route[]> {
  const other = await readApp(name, null, null, undefined, asking);
  const state = recordedState(null, { name: namespace, managed: false });
  const routes = routesOf(appOf({ ...other, certificate: null }, state, NO_NEIGHBOURS));
  return (await isRecorded(name)) ? routes : routes.map(asOriginal);
}

/**
 * `isBehindFormer`: until an app is deployed under its new name, the pods of the one before serve its domains. `isBeside`: another Dokku
 * server has the Ingress of the namespace, as seen just now; the records tell it from the next release on.
 */
export async function readNeighbours(
  place: Place,
  app: string,
  isBehindFormer: boolean,
  isBeside = false,
  reads: SharedReads = EACH_TIME,
): Promise<Neighbours> {
  const records = await reads.recordsFrom(place.cluster);
  const [routes, formerRoutes, ingressMetadata, ingressSuffix] = await Promise.all([
    routesOfOthers(place, app, records, reads),
    isBehindFormer ? readFormerRoutes(place.cluster, (heir) => heir === app, reads) : [],
    readIngressMetadata(place.namespace),
    readIngressSuffix(place, isBeside, records, reads),
  ]);
  const otherRoutes = routes.map((route) =>
    route.namespace === place.namespace && ingressSuffix !== "" ? withSuffix(route, ingressSuffix) : route,
  );
  const others = otherRoutes.filter(({ namespace }) => namespace === place.namespace).map((route) => route.app);
  const settings = [...new Set(others)].map(async (other) => [other, await reads.settings(other)] as const);
  const otherSettings = Object.fromEntries(await Promise.all(settings));
  return { otherRoutes, formerRoutes, ingressMetadata, ingressSuffix, otherSettings };
}

async function readIngressSuffix(
  { namespace }: Place,
  isBeside: boolean,
  records: Records,
  reads: SharedReads,
): Promise<string> {
  const suffix = suffixOf(await reads.serverId());
  const isSuffixed = (ref: Ref) => ref.kind === "Ingress" && ref.namespace === namespace && ref.name.endsWith(suffix);
  return isBeside || [...records.values()].some(({ objects }) => objects.some(isSuffixed)) ? suffix : "";
}

async function readFormerRoutes(
  cluster: Cluster,
  wanted: (heir: string) => boolean,
  reads: SharedReads,
): Promise<readonly Route[]> {
  const all = [...(await reads.leftovers()).values()].filter(({ heir }) => heir !== null && wanted(heir));
  const left = all.flatMap((leftovers) => leftovers.left).filter((one) => isSameCluster(one.cluster, cluster));
  return left.flatMap(({ routes }) => routes);
}

/** One Ingress, one port, and one Secret for all certificates of a namespace. */
function asOriginal(route: Route): Route {
  const tlsSecret = route.tlsSecret === null ? null : `${ORIGINAL_INGRESS}-tls`;
  return { ...route, port: 5000, ingress: ORIGINAL_INGRESS, ingressClass: "nginx", tlsSecret };
}

async function inheritedIn(place: Place, records: Records): Promise<readonly string[]> {
  const names = (await readdir(dokkuRoot())).filter((name) => /^[a-z0-9]/.test(name) && !records.has(name));
  const ours = await Promise.all(names.map(async (name) => ((await isInherited(place, name)) ? name : null)));
  return ours.filter((name) => name !== null);
}

async function isInherited({ cluster, namespace }: Place, app: string): Promise<boolean> {
  if (!(await isDeployed(app))) return false;
  const place = await nextPlaceOf(app);
  return place.namespace === namespace && isSameCluster(place.cluster, cluster);
}

/** Whether Dokku calls the app deployed, on Kubernetes. */
export async function isDeployed(app: string): Promise<boolean> {
  if ((await readProperty("common", app, "deployed")) !== "true") return false;
  return (await selectedScheduler(app)) === "kubernetes";
}

/** Throws BAD_USAGE for an app of another scheduler. */
export async function mustRunHere(app: string): Promise<void> {
  const scheduler = await selectedScheduler(app);
  if (scheduler === "kubernetes") return;
  throw new SchedulerError(
    "BAD_USAGE",
    `deploy ${app} to Kubernetes`,
    [`the scheduler of ${app} is ${scheduler}, not kubernetes`],
    `choose it with: dokku scheduler:set ${app} selected kubernetes`,
  );
}

/** The scheduler of an app, by the files Dokku keeps it in. */
export async function selectedScheduler(app: string): Promise<string> {
  return (
    (await readProperty("scheduler", app, "selected")) ||
    (await readProperty("scheduler", "--global", "selected")) ||
    "docker-local"
  );
}
