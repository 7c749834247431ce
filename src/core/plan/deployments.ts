// What a release needs of existing Deployments that server-side apply alone would get wrong.
import { isTarget } from "../diagnose/autoscaler.ts";
import type { App, Process } from "../model/app.ts";
import { isAutoscaler, type KubeObject, type Manifest, type Ref } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { MANAGER, namesOf } from "../objects/labels.ts";
import { mustStopFirst } from "../objects/volumes.ts";
import { isWorkload } from "../objects/workloads.ts";
import type { ChangeSet } from "./changes.ts";
import { type Growth, hasTemplates, remade } from "./claim-templates.ts";

/** The process types that run, and the claims that old pods have to let go of before new ones start. */
export interface Workload {
  readonly processes: readonly Pick<Process, "type" | "quantity" | "checks">[];
  readonly claims: readonly string[];
}

export function workloadOf(app: App): Workload {
  return { processes: app.processes, claims: mustStopFirst(app) ? app.exclusiveClaims : [] };
}

/** Process type -> scale, of a release of the history. */
export function workloadAs(scale: Readonly<Record<string, number>>): Workload {
  const processes = Object.entries(scale).map(([type, quantity]) => ({ type, quantity, checks: "enabled" as const }));
  return { processes, claims: [] };
}

/** What Deployments that are there need before the apply, so that it does not stop pods or is refused. */
export interface Preparation {
  /** Autoscalers to remove: they would undo the scale. */
  readonly unscale: readonly Ref[];
  readonly handOvers: readonly HandOver[];
  /** Deployments that change to Recreate. */
  readonly recreate: readonly Ref[];
  /** Claims of StatefulSets that become larger. */
  readonly growths: readonly Growth[];
  /** StatefulSets to delete without their pods: what is applied has other claim templates. */
  readonly remade: readonly Ref[];
  /** What an owner of the app may not expect. */
  readonly notes: readonly string[];
}

export const NOTHING_FIRST: Preparation = {
  unscale: [],
  handOvers: [],
  recreate: [],
  growths: [],
  remade: [],
  notes: [],
};

export function preparation(
  workload: Workload,
  { apply, unscale }: Pick<ChangeSet, "apply" | "unscale">,
  live: readonly KubeObject[],
): Preparation {
  const targets = autoscaled(apply);
  return {
    unscale,
    handOvers: handOvers(targets, live),
    recreate: recreated(apply, live),
    // Which claims are there is asked for later.
    growths: [],
    remade: remade(apply, live),
    notes: [
      ...scaleNotes(workload, targets, apply),
      ...unscale.map((ref) => unscaleNote(ref, apply)),
      ...stopNotes(workload),
      ...fewerNotes(apply, live),
    ],
  };
}

function scaleNotes(
  { processes }: Workload,
  targets: readonly Autoscaled[],
  apply: readonly Manifest[],
): readonly string[] {
  const has = (type: string) => apply.some(({ ref, processType }) => isAutoscaler(ref) && processType === type);
  const scaleOf = (wanted: string | null) => processes.find(({ type }) => type === wanted)?.quantity;
  return [
    ...targets.map(
      ({ kind, processType, min, max }) =>
        `the ${kind} of ${processType} runs between ${min} and ${max} pods, not its scale of ${scaleOf(processType)}`,
    ),
    ...processes
      .filter(({ type, quantity }) => quantity === 0 && has(type))
      .map(({ type }) => `${type} is scaled to 0: its HorizontalPodAutoscaler is disabled`),
  ];
}

function unscaleNote({ kind, name }: Ref, apply: readonly Manifest[]): string {
  const heir = apply.find(({ ref }) => isAutoscaler(ref) && ref.name === name);
  return `removed ${kind} ${name}: ${heir === undefined ? "its scale applies again" : `a ${heir.ref.kind} takes its place`}`;
}

function stopNotes({ processes, claims }: Workload): readonly string[] {
  const unchecked = processes.filter(({ checks }) => checks === "disabled");
  return [
    ...unchecked.map(({ type }) => `old pods of ${type} stop before new ones start: its checks are disabled`),
    ...(claims.length === 0
      ? []
      : [`old pods stop before new ones start: only one node or pod at a time can mount ${claims.join(", ")}`]),
  ];
}

/** Claims outlive the pods that a StatefulSet made them for. */
function fewerNotes(apply: readonly Manifest[], live: readonly KubeObject[]): readonly string[] {
  return apply.filter(hasTemplates).flatMap(({ ref, object, processType }) => {
    const [before, now] = [find(live, ref), object].map((one) => at(one, "spec", "replicas"));
    if (typeof before !== "number" || typeof now !== "number" || now >= before) return [];
    return [
      `${processType ?? ref.name} goes from ${before} to ${now} pods: the claims of the others stay, with their data`,
    ];
  });
}

export const growthNote = ({ claim, from, to }: Growth) => `claim ${claim.name} grows from ${from} to ${to}`;

/** An object that sets no replicas, because an autoscaler of the release does. */
export interface Autoscaled {
  readonly kind: string;
  readonly processType: string | null;
  readonly target: Ref;
  readonly min: number;
  readonly max: number;
}

export function autoscaled(manifests: readonly Manifest[]): readonly Autoscaled[] {
  const workloads = manifests.filter(({ ref }) => isWorkload(ref));
  return manifests.flatMap(({ ref, object, processType }): readonly Autoscaled[] => {
    if (!isAutoscaler(ref)) return [];
    const target = workloads.find(({ ref: { kind, name } }) => isTarget(object, kind, name));
    if (target === undefined || at(target.object, "spec", "replicas") !== undefined) return [];
    const bound = (name: string) => at(object, "spec", `${name}Replicas`) ?? at(object, "spec", `${name}ReplicaCount`);
    const [min, max] = [bound("min") ?? 1, bound("max")];
    return [{ kind: ref.kind, processType, target: target.ref, min: Number(min), max: Number(max) }];
  });
}

/**
 * Beside the workload that it replaces a new one would start with one pod, and be all there is soon: as many as that has. The next release
 * hands the count over.
 */
export function withCounts(app: string, apply: readonly Manifest[], live: readonly KubeObject[]): readonly Manifest[] {
  const created = autoscaled(apply).filter(({ target }) => find(live, target) === undefined);
  return apply.map((manifest) => {
    const { ref, object, processType: type } = manifest;
    if (type === null || !created.some(({ target }) => target === ref)) return manifest;
    const names = namesOf(app, type);
    const old = live.find((one) => isWorkload(one) && one.kind !== ref.kind && names.includes(one.metadata.name));
    const replicas = Number(at(old, "spec", "replicas") ?? 0);
    return replicas === 0
      ? manifest
      : { ...manifest, object: { ...object, spec: { ...fields(object.spec), replicas } } };
  });
}

export interface HandOver {
  readonly target: Ref;
  /** A merge patch. */
  readonly patch: object;
}

/**
 * A field that we applied and leave out goes: Kubernetes would set the replicas to 1, and stop pods. So we stop owning their count
 * before that. What kubectl applied for the original plugin becomes ours with the first apply, and is taken from it too.
 * An autoscaler whose target is at 0 does nothing: then its minimum is where it starts.
 */
export function handOvers(targets: readonly Autoscaled[], live: readonly KubeObject[]): readonly HandOver[] {
  return targets.flatMap(({ target, min }) => {
    const found = find(live, target);
    const entries = list(at(found, "metadata", "managedFields"));
    const isStopped = at(found, "spec", "replicas") === 0;
    if (!isStopped && !entries.some(isOurCount)) return [];
    const metadata = { managedFields: entries.map((entry) => (isOurCount(entry) ? withoutCount(entry) : entry)) };
    return [{ target, patch: { metadata, ...(isStopped ? { spec: { replicas: min } } : {}) } }];
  });
}

function isOurCount(entry: unknown): boolean {
  const owner = `${at(entry, "manager")} ${at(entry, "operation")}`;
  return OWNERS.includes(owner) && at(entry, "fieldsV1", "f:spec", "f:replicas") !== undefined;
}

const OWNERS = [`${MANAGER} Apply`, "kubectl-client-side-apply Update", "before-first-apply Update"];

function withoutCount(entry: unknown): object {
  const { "f:replicas": _, ...spec } = fields(at(entry, "fieldsV1", "f:spec"));
  return { ...fields(entry), fieldsV1: { ...fields(at(entry, "fieldsV1")), "f:spec": spec } };
}

/** Deployments that change to Recreate: Kubernetes rejects that together with rollingUpdate, which was set by default, so no manager drops it. */
export function recreated(manifests: readonly Manifest[], live: readonly KubeObject[]): readonly Ref[] {
  const strategy = (object: unknown) => at(object, "spec", "strategy", "type");
  return manifests
    .filter(({ ref, object }) => ref.kind === "Deployment" && strategy(object) === "Recreate")
    .map(({ ref }) => ref)
    .filter((ref) => ![undefined, "Recreate"].includes(strategy(find(live, ref)) as string | undefined));
}

function find(live: readonly KubeObject[], { kind, name }: Ref): KubeObject | undefined {
  return live.find((object) => object.kind === kind && object.metadata.name === name);
}
