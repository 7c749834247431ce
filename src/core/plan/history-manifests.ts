// What the history keeps of a release, and what is restored from it.
import type { Route } from "../model/app.ts";
import {
  type Deployable,
  type KubeObject,
  key,
  type Manifest,
  type PastObjects,
  refOf,
  type StringMap,
  startsPods,
  unlocated,
} from "../model/manifest.ts";
import type { PastRelease } from "../model/past-release.ts";
import { at, entryOf, fields, list } from "../model/read.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { MOST_HOSTS } from "../objects/gateways.ts";
import { factsOf } from "../objects/kinds.ts";
import { isRoute, isStreamRoute } from "../objects/routing.ts";
import { isWorkload, workloadOfKind } from "../objects/workloads.ts";
import type { ChangeSet } from "./changes.ts";
import { isIngress } from "./routing-objects.ts";

/** What decides the scale of a process type and when its pods were made, where that is not as the release had it. */
export interface Live {
  /** Null where an autoscaler decides, undefined where the release's own count stays. */
  readonly replicas: (processType: string) => number | null | undefined;
  readonly restarts: Readonly<Record<string, string>>;
  /** Stopped by `ps:stop`. */
  readonly stopped: boolean;
}

/** Without what several apps share, which former versions kept. */
export function pastObjects({ number, record, manifests }: PastRelease, app: string, live: Live): PastObjects {
  return {
    app,
    number,
    namespace: record.namespace.name,
    manifests: manifests
      .filter(({ object }) => !factsOf(object.kind).shared && !(live.stopped && isAbsent(object)))
      .map((one) => asManifest(one, live)),
  };
}

/** Ingresses are of now, whatever release is restored, and so is what they name. */
export function withIngresses({ manifests, ...past }: PastObjects, ingresses: readonly Manifest[]): PastObjects {
  return { ...past, manifests: [...manifests.filter(({ ref }) => !isIngress(ref)), ...ingresses] };
}

/** Where a kind that comes back as it was has hosts. */
const HOSTS: Readonly<Record<string, string>> = {
  HTTPRoute: "hostnames",
  GRPCRoute: "hostnames",
  Certificate: "dnsNames",
};

/**
 * With the hosts of `now` instead of those of `old`: one that the app no longer has may be another app's, a new one goes where those go that are
 * served with the same certificate. A route without any would take all.
 */
export function withHosts(past: PastObjects, old: readonly Route[], now: readonly Route[]): PastObjects {
  const has = (routes: readonly Route[], host: string) => routes.some((route) => route.host === host);
  const added = now.filter(({ host }) => !has(old, host));
  const fitted = (manifest: Manifest): readonly Manifest[] => {
    const { ref, object } = manifest;
    const field = entryOf(HOSTS, ref.kind);
    const before = field === undefined ? [] : list(at(object.spec, field)).map(String);
    if (field === undefined || before.length === 0) return [manifest];
    const beside = old.filter(({ host }) => before.includes(host)).map(({ tlsSecret }) => tlsSecret);
    const more = added.filter(({ host, tlsSecret }) => beside.includes(tlsSecret) && !before.includes(host));
    const kept = before.filter((host) => !has(old, host) || has(now, host));
    const room = isRoute(ref) ? MOST_HOSTS : Number.POSITIVE_INFINITY;
    return withNames(manifest, field, [...kept, ...more.map(({ host }) => host)].slice(0, room));
  };
  return { ...past, manifests: past.manifests.flatMap(fitted) };
}

/**
 * The same for TCPRoutes and TLSRoutes, whose hosts no record has: `hosts` are the app's of now, null where it is stopped or has no proxy, and nothing is
 * carried to it. A listener leaves out those of a route that it does not take.
 */
export function withStreams(past: PastObjects, old: readonly Route[], hosts: readonly string[] | null): PastObjects {
  const { manifests } = past;
  if (hosts === null) return { ...past, manifests: manifests.filter(({ ref }) => !isStreamRoute(ref)) };
  const before = manifests.flatMap(tlsHostsOf);
  const added = hosts.filter((host) => !before.includes(host) && !old.some((route) => route.host === host));
  const fitted = (manifest: Manifest): readonly Manifest[] => {
    const own = tlsHostsOf(manifest);
    const kept = own.filter((host) => hosts.includes(host));
    return own.length === 0 ? [manifest] : withNames(manifest, "hostnames", [...kept, ...added].slice(0, MOST_HOSTS));
  };
  return { ...past, manifests: manifests.flatMap(fitted) };
}

const tlsHostsOf = ({ ref, object }: Manifest) =>
  ref.kind === "TLSRoute" ? list(at(object.spec, "hostnames")).map(String) : [];

function withNames(manifest: Manifest, field: string, names: readonly string[]): readonly Manifest[] {
  if (names.length === 0) return [];
  const { object } = manifest;
  return [{ ...manifest, object: { ...object, spec: { ...fields(object.spec), [field]: [...names].sort() } } }];
}

function asManifest({ processType, object }: PastRelease["manifests"][number], live: Live): Manifest {
  return {
    source: unlocated(`${object.kind} of an earlier release`, "built-in"),
    ref: refOf(object),
    processType,
    object: withLive(object, processType ?? "", live),
    issues: [],
  };
}

/** Of a stopped app: it cannot be scaled to 0, or would undo that. */
const isAbsent = (object: KubeObject) => isUnscaled(object) || startsPods(object);

const isUnscaled = ({ kind }: KubeObject) => workloadOfKind(kind)?.hasScale === false;

/** Properties that make of the process types the kinds of object that they were. */
export function workloadsOf({ manifests }: Pick<PastRelease, "manifests">): StringMap {
  return Object.fromEntries(
    manifests.flatMap(({ processType: type, object }) =>
      type !== null && isWorkload(object) ? [[`workload.${type}`, object.kind.toLowerCase()]] : [],
    ),
  );
}

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

function withLive(object: KubeObject, type: string, { replicas, restarts, stopped }: Live): KubeObject {
  if (!isWorkload(object)) return object;
  const { replicas: old, template, ...spec } = fields(object.spec);
  const wanted = replicas(type);
  const count = stopped ? 0 : wanted === undefined ? (old ?? null) : wanted;
  const metadata = fields(at(template, "metadata"));
  const restarted = entryOf(restarts, type);
  const restartedAt = restarted === undefined ? {} : { [RESTARTED_AT]: restarted };
  const annotations = { ...fields(metadata.annotations), ...restartedAt };
  return {
    ...object,
    spec: {
      ...spec,
      ...(count === null || isUnscaled(object) ? {} : { replicas: count }),
      template: { ...fields(template), metadata: { ...metadata, annotations } },
    },
  };
}

/** What the history keeps of a release: nothing that several apps share, which grows with all of them and is never restored. One of a single process type leaves the others as the release before had them. */
export function keptManifests(
  release: Deployable,
  { apply }: Pick<ChangeSet, "apply">,
  before: PastRelease | null,
): PastRelease["manifests"] {
  const applied = new Set(apply.map(({ ref }) => key(ref)));
  const older = new Map(before?.manifests.map((one) => [key(refOf(one.object)), one]));
  return release.manifests
    .filter(({ ref }) => factsOf(ref.kind).remembered && !factsOf(ref.kind).shared)
    .flatMap(({ ref, processType, object }) =>
      applied.has(key(ref)) ? [{ processType, object }] : (older.get(key(ref)) ?? []),
    );
}

/**
 * The routes that belong to a release: the hosts that the app has now, sent as that release sent them.
 * `now` are those recorded last.
 */
export function routesBack({ routes, port }: ReleaseRecord, now: readonly Route[]): readonly Route[] {
  const [first] = routes;
  return now.map(
    (route) => routes.find(({ host }) => host === route.host) ?? { ...(first ?? route), ...hostOf(route), port },
  );
}

const hostOf = ({ host, tlsSecret }: Route) => ({ host, tlsSecret });
