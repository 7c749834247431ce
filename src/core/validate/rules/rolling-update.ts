// How a workload's pods are replaced: with something to begin with, and no numbers for a way that takes none.
import type { Manifest } from "../../model/manifest.ts";
import { at } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Finding, type Rule } from "./rule.ts";

const NUMBERS = "rollingUpdate";

/** Another way than a rolling update that the API server takes no numbers for. A DaemonSet's OnDelete may have some. */
const WITHOUT_NUMBERS = [
  ["kind Deployment", "spec.strategy", "Recreate"],
  ["kind StatefulSet", "spec.updateStrategy", "OnDelete"],
] as const;

export const rollingUpdate: Rule = (manifests) =>
  manifests.flatMap((manifest) => [
    ...WITHOUT_NUMBERS.flatMap(([root, at, type]) => numbersFor(manifest, root, at, type)),
    ...ofDeployment(manifest),
    ...ofDaemonSet(manifest),
  ]);

function numbersFor(manifest: Manifest, root: `kind ${string}`, path: string, type: string): readonly Finding[] {
  return found(manifest, root, path)
    .filter(({ value }) => at(value, "type") === type && at(value, NUMBERS) != null)
    .map(({ path: where }) =>
      error(manifest, `${where}/${NUMBERS}`, `must be left out: the type ${type} takes no numbers`),
    );
}

function ofDeployment(manifest: Manifest): readonly Finding[] {
  return found(manifest, "kind Deployment", `spec.strategy.${NUMBERS}`)
    .filter(({ value }) => isNone(at(value, "maxSurge")) && isNone(at(value, "maxUnavailable")))
    .map(({ path }) =>
      error(
        manifest,
        path,
        "has 0 for both maxSurge and maxUnavailable: no pod could ever be replaced (max-surge, max-unavailable)",
      ),
    );
}

/** Kubernetes' defaults are here 0 and 1. */
function ofDaemonSet(manifest: Manifest): readonly Finding[] {
  return found(manifest, "kind DaemonSet", `spec.updateStrategy.${NUMBERS}`)
    .filter(({ value }) => isNone(at(value, "maxSurge") ?? 0) === isNone(at(value, "maxUnavailable") ?? 1))
    .map(({ path }) =>
      error(
        manifest,
        path,
        "must have one of maxSurge and maxUnavailable, and 0 for the other: maxUnavailable is 1 if left out",
      ),
    );
}

const isNone = (amount: unknown) => amount === 0 || amount === "0%";
