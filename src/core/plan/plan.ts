// What is wanted and what is there -> what is done in the cluster, in which order, and what is recorded of it.
import { type Place, placeName } from "../model/cluster.ts";
import {
  type Deployable,
  isAutoscaler,
  type KubeObject,
  key,
  type Manifest,
  type Ref,
  refOf,
  startsPods,
} from "../model/manifest.ts";
import { at } from "../model/read.ts";
import type { ReleaseFacts, ReleaseRecord } from "../model/record.ts";
import { processName } from "../objects/labels.ts";
import { isChanging } from "../objects/routing.ts";
import { type ChangeSet, changes, inventory, isOurs, servedSecrets } from "./changes.ts";
import {
  autoscaled,
  handOvers,
  NOTHING_FIRST,
  type Preparation,
  preparation,
  type Workload,
  withCounts,
} from "./deployments.ts";
import { drift } from "./drift.ts";
import { amongThem, former } from "./foreign.ts";
import { isIngress } from "./routing-objects.ts";
import { isAppliedClientSide } from "./server-side-migration.ts";

/** Carried out from top to bottom. */
export interface Plan {
  readonly app: string;
  readonly place: Place;
  /** Sentences about what people changed by hand. */
  readonly drift: readonly string[];
  /** What the Deployments that are there need first. */
  readonly first: Preparation;
  /** Objects to apply are still those of client-side apply. */
  readonly migrates: boolean;
  /** Put back as they were. */
  readonly replace: readonly KubeObject[];
  readonly apply: readonly Manifest[];
  /** Keys of those that stay as they are in the cluster. */
  readonly left: readonly string[];
  readonly remove: readonly Ref[];
  /** What is being done when the cluster refuses one of these; null where nothing is. That there is nothing in a release is refused. */
  readonly doing: { readonly apply: string | null; readonly remove: string | null };
  /** What the app's record becomes, before all that or after it: null where it goes. Null leaves it. */
  readonly record: { readonly when: "before" | "after"; readonly is: ReleaseRecord | null } | null;
  /** To follow once it is carried out. */
  readonly track: readonly KubeObject[];
  /** To remove once the new pods run. */
  readonly prune: readonly Ref[];
}

/** Without what stays as it is. */
export function toApply({ apply, left }: Pick<Plan, "apply" | "left">): readonly Manifest[] {
  return apply.filter(({ ref }) => !left.includes(key(ref)));
}

/** A release that is asked for. */
export interface Wanted {
  readonly release: Deployable;
  readonly place: Place;
  readonly workload: Workload;
  /** Only this process type, and what belongs to none; null for all. */
  readonly processType: string | null;
  /** Names of Secrets that stay: an earlier release needs them. */
  readonly secretsInUse: readonly string[];
  /** The app's record that it follows; null when it is the first. */
  readonly record: ReleaseRecord | null;
  readonly facts: ReleaseFacts;
  /** The commit of the source. */
  readonly revision: string | null;
}

/** What it applies, before anybody has looked what is there. */
export function changesOf(wanted: Wanted): ChangeSet {
  return changes(wanted.release, wanted.record, { ...wanted, keepsRoutes: isChanging(wanted.facts.routes) });
}

/** The app's record while the release is rolled out, and as the history keeps it. */
export function recordOf({ record, facts }: Wanted, apply: readonly Manifest[]): ReleaseRecord {
  return { ...facts, objects: inventory(record, apply, []) };
}

/**
 * The next release of an app. `live` are those of the wanted objects that are there, with their managed fields. It is recorded first: whatever
 * happens from then on, it is known what may be in the cluster.
 */
export function planRelease(wanted: Wanted, live: readonly KubeObject[]): Plan {
  const { release, place, record } = wanted;
  const change = changesOf(wanted);
  const { unroute, track, prune } = change;
  const apply = withCounts(release.app, change.apply, live);
  const unrecorded = record === null ? former(release.app, apply, live) : [];
  const is = recordOf(wanted, apply);
  return {
    app: release.app,
    place,
    // A stopped app was scaled by hand too: by ours.
    drift: record?.stopped === false ? drift(apply, live, record.objects) : [],
    first: preparation(wanted.workload, change, live),
    migrates: amongThem(apply, live).some(isAppliedClientSide),
    replace: [],
    apply,
    left: [],
    remove: unroute,
    doing: {
      apply: `apply ${apply.length} objects of ${release.app} to ${placeName(place)}`,
      remove: unless(unroute, `remove ${namesOf(unroute)}`),
    },
    record: { when: "before", is: { ...is, objects: [...is.objects, ...unrecorded] } },
    track,
    prune: [...prune, ...unrecorded],
  };
}

/** Release `number` again in the place of `failed`, all of which goes at once. `live` are the app's Deployments. */
export function planReturn(wanted: Wanted, live: readonly KubeObject[], number: number, failed: number): Plan {
  const { release, place, record, facts } = wanted;
  const change = changesOf(wanted);
  const { apply, unroute, unscale, track, prune } = change;
  const remove = [...unroute, ...prune];
  return {
    ...nothing(release.app, place),
    first: preparation(wanted.workload, change, live),
    apply,
    remove,
    doing: {
      apply: `apply ${apply.length} objects of release ${number} of ${release.app}`,
      remove: unless(remove, `remove what release ${failed} of ${release.app} created`),
    },
    record: { when: "after", is: { ...facts, objects: inventory(record, apply, [...remove, ...unscale]) } },
    track,
  };
}

export interface Before {
  /** What of a release was there before it. */
  readonly live: readonly KubeObject[];
  /** The app's record, and the same as the cluster sees it; null when it was the first. */
  readonly last: ReleaseRecord | null;
  readonly before: ReleaseRecord | null;
}

/** What was there is put back as it was, what was not there goes. Ingresses and what they name have a plan of their own. */
export function planUndo(failed: Plan, number: number, { live, last, before }: Before): Plan {
  const { app, place, apply } = failed;
  const own = (ref: Ref) => isOurs(ref) && !isIngress(ref);
  // A Secret may be there because a release task read it.
  const replace = live.filter((object) => own(refOf(object)) && object.kind !== "Secret");
  const was = new Set([...(before?.objects ?? []), ...replace.map(refOf)].map(key));
  const remove = apply.map(({ ref }) => ref).filter((ref) => own(ref) && !was.has(key(ref)));
  return {
    ...nothing(app, place),
    replace: replace.map(withoutVersion),
    remove,
    doing: { apply: null, remove: unless(remove, `remove what release ${number} of ${app} created`) },
    record: { when: "after", is: last },
  };
}

/** The Ingresses, which several apps may share, and what they name, after a release that was undone. */
export function planIngresses({ app, place, apply }: Plan, ingresses: readonly Manifest[]): Plan {
  const rendered = new Set(ingresses.map(({ ref }) => key(ref)));
  const remove = apply.map(({ ref }) => ref).filter((ref) => isIngress(ref) && !rendered.has(key(ref)));
  return {
    ...nothing(app, place),
    apply: ingresses,
    remove,
    doing: {
      apply: unless(ingresses, `apply ${namesOf(ingresses.map(({ ref }) => ref))} of ${placeName(place)}`),
      remove: unless(remove, `remove ${namesOf(remove)}`),
    },
  };
}

export interface Routing {
  readonly app: string;
  readonly place: Place;
  /** All that routes to the app, as it is to be. */
  readonly manifests: readonly Manifest[];
  /** The app's inventory of the cluster, and which of it routes. */
  readonly objects: readonly Ref[];
  readonly isPart: (ref: Ref) => boolean;
  /** Nothing of it goes. */
  readonly keeps: boolean;
  readonly recordOf: (objects: readonly Ref[]) => ReleaseRecord;
}

/** What is new is there before what is old goes. */
export function planRouting({ app, place, manifests, objects, isPart, keeps, recordOf }: Routing): Plan {
  const served = servedSecrets(manifests);
  const stays = (old: Ref) =>
    manifests.some(({ ref }) => ref.kind === old.kind && ref.name === old.name) ||
    (old.kind === "Secret" && served.includes(old.name));
  const remove = objects.filter((ref) => !keeps && isPart(ref) && ref.namespace === place.namespace && !stays(ref));
  return {
    ...nothing(app, place),
    apply: manifests,
    remove,
    doing: {
      apply: unless(manifests, `apply ${namesOf(manifests.map(({ ref }) => ref))} of ${placeName(place)}`),
      remove: unless(remove, `remove ${namesOf(remove)} of ${placeName(place)}`),
    },
    record: { when: "after", is: recordOf(inventory({ objects }, manifests, remove)) },
  };
}

export interface Autoscaling {
  readonly app: string;
  readonly place: Place;
  readonly type: string;
  readonly record: ReleaseRecord;
  /** All of the process type's. */
  readonly manifests: readonly Manifest[];
  /** The app's Deployments, with their managed fields. */
  readonly live: readonly KubeObject[];
}

/** The autoscaler of a process type, or none, and nothing else of the app. One of the other kind goes before: there can be but one. A stopped app stays stopped. */
export function planAutoscaler({ app, place, type, record, manifests, live }: Autoscaling): Plan {
  const apply = manifests.filter(({ ref }) => isAutoscaler(ref) && !(record.stopped && startsPods(ref)));
  const wanted = new Set(apply.map(({ ref }) => key(ref)));
  const isOld = (ref: Ref) =>
    isAutoscaler(ref) && ref.name === processName(app, type) && ref.namespace === place.namespace;
  const unscale = record.objects.filter((ref) => isOld(ref) && !wanted.has(key(ref)));
  const running = live.filter(({ spec }) => at(spec, "replicas") !== 0);
  return {
    ...nothing(app, place),
    first: { ...NOTHING_FIRST, unscale, handOvers: apply.length > 0 ? handOvers(autoscaled(manifests), running) : [] },
    apply,
    doing: { apply: unless(apply, `apply the autoscaling of ${type} of ${app}`), remove: null },
    record: { when: "after", is: { ...record, objects: inventory(record, apply, unscale) } },
  };
}

const namesOf = (refs: readonly Ref[]) => refs.map(({ kind, name }) => `${kind} ${name}`).join(", ");
const unless = (list: readonly unknown[], doing: string) => (list.length === 0 ? null : doing);

/** Nothing is done. */
export function nothing(app: string, place: Place): Plan {
  return {
    app,
    place,
    drift: [],
    first: NOTHING_FIRST,
    migrates: false,
    replace: [],
    apply: [],
    left: [],
    remove: [],
    doing: { apply: null, remove: null },
    record: null,
    track: [],
    prune: [],
  };
}

function withoutVersion(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata as KubeObject["metadata"] & { resourceVersion?: string };
  return { ...object, metadata };
}
