// How many pods may be missing or more, as a number or a percentage of them.
import { found, type Root } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

type Amount = readonly [root: Root, path: string, most: number | null];

const AMOUNTS: readonly Amount[] = [
  ["kind Deployment", "spec.strategy.rollingUpdate.maxSurge", null],
  ["kind Deployment", "spec.strategy.rollingUpdate.maxUnavailable", 100],
  ["kind DaemonSet", "spec.updateStrategy.rollingUpdate.maxSurge", 100],
  ["kind DaemonSet", "spec.updateStrategy.rollingUpdate.maxUnavailable", 100],
  ["kind PodDisruptionBudget", "spec.minAvailable", 100],
  ["kind PodDisruptionBudget", "spec.maxUnavailable", 100],
];

export const podAmounts: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    AMOUNTS.flatMap(([root, path, most]) =>
      found(manifest, root, path).flatMap(({ path: where, value }) => {
        const wrong = whyNot(value, most);
        return wrong === null ? [] : [error(manifest, where, `${wrong}; it is ${value}`)];
      }),
    ),
  );

function whyNot(value: unknown, most: number | null): string | null {
  if (typeof value === "number") return value < 0 ? "must be at least 0" : null;
  if (typeof value !== "string") return null;
  if (!/^\d+%$/.test(value)) return "must be a number without quotes, or a percentage such as 25%";
  return most !== null && Number.parseInt(value, 10) > most ? `must be at most ${most}%` : null;
}
