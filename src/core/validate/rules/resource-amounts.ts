// Amounts of resources: never below 0, and whole where a resource cannot be shared.
import { found } from "./facts.ts";
import { isIndivisible, quantity } from "./quantity.ts";
import { error, type Rule } from "./rule.ts";

export const resourceAmounts: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    ["limits", "requests"].flatMap((which) =>
      found(manifest, "container", `resources.${which}.*`).flatMap(({ path, value }) => {
        const name = path.slice(path.lastIndexOf("/") + 1).replaceAll("~1", "/");
        const amount = quantity(value);
        if (amount < 0) return [error(manifest, path, `must be at least 0; it is ${value}`)];
        if (!isIndivisible(name) || Number.isNaN(amount) || Number.isInteger(amount)) return [];
        return [error(manifest, path, `must be a whole number, for ${name} cannot be divided; it is ${value}`)];
      }),
    ),
  );
