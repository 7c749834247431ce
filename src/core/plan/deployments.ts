// What a release asks of Deployments that are there already, and server-side apply alone would get wrong.
import type { KubeObject, Manifest, Ref } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { at } from "../validate/read.ts";

/** A Deployment that names no replicas, because a HorizontalPodAutoscaler of the release decides. */
export interface Autoscaled {
  readonly processType: string | null;
  readonly deployment: Ref;
  readonly autoscaler: Ref;
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
    return [{ processType, deployment: target.ref, autoscaler: ref, min: Number(min), max: Number(max) }];
  });
}

export interface Replicas {
  readonly deployment: Ref;
  readonly replicas: number;
}

/**
 * A field that its owner leaves out goes: Kubernetes would set the replicas to 1. Somebody else has to own their count before that.
 * Once an HPA has been ours to apply this has been done. One whose target is at 0 does nothing: then its minimum is where it starts.
 */
export function handOvers(
  targets: readonly Autoscaled[],
  live: readonly KubeObject[],
  record: ReleaseRecord | null,
): readonly Replicas[] {
  return targets.flatMap(({ deployment, autoscaler, min }) => {
    const replicas = at(find(live, deployment), "spec", "replicas");
    if (replicas === 0) return [{ deployment, replicas: min }];
    const known = record?.objects.some(
      ({ kind, namespace, name }) =>
        kind === autoscaler.kind && namespace === autoscaler.namespace && name === autoscaler.name,
    );
    return known || replicas === undefined ? [] : [{ deployment, replicas: Number(replicas) }];
  });
}

/** Deployments that change to Recreate: Kubernetes refuses that beside the limits of a rolling update, which nobody wrote and so nobody drops. */
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
