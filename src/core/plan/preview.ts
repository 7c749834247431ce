// What a deploy would do, told from the objects as they are and as the API server would leave them. Data for a person and for a program.
import { wantedOf } from "../diagnose/rollout-status.ts";
import { clusterName } from "../model/cluster.ts";
import { type KubeObject, key, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import type { ConfigChange } from "../model/past-release.ts";
import { withoutLogin } from "../objects/registry-secret.ts";
import { isWorkload } from "../objects/workloads.ts";
import { difference, type FieldChange, type ObjectChange } from "../render/difference.ts";
import { taken } from "./drift.ts";
import { type Plan, toApply, type Wanted } from "./plan.ts";
import { prepared } from "./told-by-server.ts";

interface Named {
  readonly kind: string;
  readonly name: string;
}

export interface Effect {
  readonly process: string;
  /** Pods that are wanted now, and then; null where there is nothing that runs them. */
  readonly scale: { readonly from: number | null; readonly to: number | null };
  /** Pods that start. */
  readonly new_pods: number;
  /** All of them are new: the pod template changes. */
  readonly replaced: boolean;
}

/** Objects that come, change field by field, and go. */
export interface ChangedObjects {
  readonly created: readonly Named[];
  readonly changed: readonly (Named & { readonly fields: readonly FieldChange[] })[];
  readonly removed: readonly Named[];
}

export interface Preview extends ChangedObjects {
  readonly app: string;
  readonly namespace: string;
  /** Null is the default cluster. */
  readonly cluster: string | null;
  /** The number that the release would have. */
  readonly release: number;
  readonly image: { readonly from: string | null; readonly to: string };
  readonly processes: readonly Effect[];
  /** Names of config keys; null when that cannot be told. */
  readonly config: ConfigChange | null;
  /** What people changed by hand, and the deploy resets. Sentences. */
  readonly drift: readonly string[];
  /** Fields that another program keeps, and the deploy takes. */
  readonly taken: readonly (Named & { readonly path: string; readonly manager: string })[];
  /** What an owner of the app may not expect. Sentences. */
  readonly notes: readonly string[];
  /** Of the validation and of the API server. */
  readonly warnings: readonly string[];
}

export interface Seen {
  readonly wanted: Wanted;
  readonly plan: Plan;
  readonly release: number;
  readonly config: ConfigChange | null;
  /** What of the release is there, with its managed fields. */
  readonly live: readonly KubeObject[];
  /** The server's answer, of all that it could be asked. */
  readonly answer: readonly KubeObject[];
  readonly removed: readonly Ref[];
  readonly notes: readonly string[];
}

/** Without warnings: they come from whoever looked. */
export function previewOf({ wanted, plan, release, config, live, answer, removed, notes }: Seen): Preview {
  const manifests = toApply(plan);
  const keys = new Set(manifests.map(({ ref }) => key(ref)));
  const before = live.filter((object) => keys.has(key(refOf(object))));
  const there = byKey(before);
  const told = byKey(prepared(answer, plan.first));
  // What is in no namespace yet nobody could be asked about: it is new.
  const after = manifests.map(({ ref, object }) => told.get(key(ref)) ?? object);
  const placed = (object: KubeObject) => ({ ref: refOf(object), object: comparable(withoutLogin(plan.app, object)) });
  const changes = difference(before.map(placed), after.map(placed));
  const { created, changed } = changedObjects(changes);
  const { place } = plan;
  return {
    app: plan.app,
    namespace: place.namespace,
    cluster: clusterName(place.cluster),
    release,
    image: { from: wanted.record?.image.reference ?? null, to: wanted.facts.image.reference },
    created,
    changed,
    removed: removed.map(named),
    processes: effects(plan.apply, { there: byKey(live), told, changes }),
    config,
    drift: plan.drift,
    taken: manifests.flatMap((manifest) => {
      const now = there.get(key(manifest.ref));
      return now === undefined ? [] : taken(manifest, now).map((field) => ({ ...named(manifest.ref), ...field }));
    }),
    notes: [...plan.first.notes, ...notes],
    warnings: [],
  };
}

export function changedObjects(changes: readonly ObjectChange[]): ChangedObjects {
  const of = (wanted: ObjectChange["change"]) => changes.filter(({ change }) => change === wanted);
  return {
    created: of("added").map(({ ref }) => named(ref)),
    changed: of("changed").map(({ ref, fields }) => ({ ...named(ref), fields })),
    removed: of("removed").map(({ ref }) => named(ref)),
  };
}

const named = ({ kind, name }: Ref): Named => ({ kind, name });
const byKey = (objects: readonly KubeObject[]) => new Map(objects.map((object) => [key(refOf(object)), object]));

/** What the server itself writes into an object. */
const SERVERS = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];

/** As people and programs wrote it. */
export function comparable({ status: _, ...object }: KubeObject): KubeObject {
  const metadata = Object.entries(object.metadata).filter(([name]) => !SERVERS.includes(name));
  return { ...object, metadata: Object.fromEntries(metadata) } as unknown as KubeObject;
}

interface Around {
  readonly there: ReadonlyMap<string, KubeObject>;
  readonly told: ReadonlyMap<string, KubeObject>;
  readonly changes: readonly ObjectChange[];
}

function effects(manifests: readonly Manifest[], { there, told, changes }: Around): readonly Effect[] {
  return manifests.flatMap(({ ref, processType, object }): readonly Effect[] => {
    if (!isWorkload(ref) || processType === null) return [];
    const from = scaleOf(there.get(key(ref)));
    const to = scaleOf(told.get(key(ref)) ?? object) ?? 0;
    const change = changes.find((one) => key(one.ref) === key(ref));
    const replaced = change?.fields.some(({ path }) => path.startsWith("spec.template")) ?? false;
    const more = Math.max(0, to - (from ?? 0));
    return [{ process: processType, scale: { from, to }, new_pods: replaced ? to : more, replaced }];
  });
}

const scaleOf = (workload: KubeObject | undefined): number | null =>
  workload === undefined ? null : wantedOf(workload);

/** Whether a deploy would change anything. */
export function hasChanges({ created, changed, removed }: ChangedObjects): boolean {
  return created.length + changed.length + removed.length > 0;
}
