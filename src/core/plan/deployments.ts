// What a release needs of existing Deployments that server-side apply alone would get wrong.
import type { KubeObject, Manifest, Ref } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { MANAGER } from "../objects/labels.ts";

/** A Deployment that sets no replicas, because a HorizontalPodAutoscaler of the release does. */
export interface Autoscaled {
  readonly processType: string | null;
  readonly deployment: Ref;
  readonly min: number;
  readonly max: number;
}

export function autoscaled(manifests: readonly Manifest[]): readonly Autoscaled[] {
  const deployments = manifests.filter(({ ref }) => ref.kind === "Deployment");
  return manifests.flatMap(({ ref, object, processType }): readonly Autoscaled[] => {
    if (ref.kind !== "HorizontalPodAutoscaler") return [];
    const name = at(object, "spec", "scaleTargetRef", "name");
    const target = deployments.find((deployment) => deployment.ref.name === name);
    if (target === undefined || at(target.object, "spec", "replicas") !== undefined) return [];
    const [min, max] = [at(object, "spec", "minReplicas") ?? 1, at(object, "spec", "maxReplicas")];
    return [{ processType, deployment: target.ref, min: Number(min), max: Number(max) }];
  });
}

export interface HandOver {
  readonly deployment: Ref;
  /** A merge patch. */
  readonly patch: object;
}

/**
 * A field that we applied and leave out goes: Kubernetes would set the replicas to 1, and stop pods. So we stop owning their count
 * before that. What kubectl applied for the original plugin becomes ours with the first apply, and is taken from it too.
 * An autoscaler whose target is at 0 does nothing: then its minimum is where it starts.
 */
export function handOvers(targets: readonly Autoscaled[], live: readonly KubeObject[]): readonly HandOver[] {
  return targets.flatMap(({ deployment, min }) => {
    const found = find(live, deployment);
    const entries = list(at(found, "metadata", "managedFields"));
    const isStopped = at(found, "spec", "replicas") === 0;
    if (!isStopped && !entries.some(isOurCount)) return [];
    const metadata = { managedFields: entries.map((entry) => (isOurCount(entry) ? withoutCount(entry) : entry)) };
    return [{ deployment, patch: { metadata, ...(isStopped ? { spec: { replicas: min } } : {}) } }];
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
