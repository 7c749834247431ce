// Bounds on the number of pods: an autoscaler's in order, a budget's only one.
import { at } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const podBounds: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const of = (name: string) => at(manifest.object, "spec", name);
    if (manifest.ref.kind === "HorizontalPodAutoscaler") {
      const [min, max] = [of("minReplicas"), of("maxReplicas")];
      if (!(Number(min) > Number(max))) return [];
      return [error(manifest, "/spec/maxReplicas", `must be at least minReplicas, which is ${min}; it is ${max}`)];
    }
    const isBoth = of("minAvailable") != null && of("maxUnavailable") != null;
    if (manifest.ref.kind !== "PodDisruptionBudget" || !isBoth) return [];
    return [error(manifest, "/spec/minAvailable", "and maxUnavailable cannot both be set: leave out one")];
  });
