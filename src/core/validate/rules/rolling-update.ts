// How a Deployment's pods are replaced: with something to begin with, and no numbers for a way that takes none.
import { at } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

export const rollingUpdate: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    found(manifest, "kind Deployment", "spec.strategy").flatMap(({ path, value: strategy }) => {
      const where = `${path}/rollingUpdate`;
      const numbers = at(strategy, "rollingUpdate");
      if (at(strategy, "type") === "Recreate")
        return numbers == null ? [] : [error(manifest, where, "must be left out: the type Recreate takes no numbers")];
      const [surge, unavailable] = [at(numbers, "maxSurge"), at(numbers, "maxUnavailable")];
      if (!isNone(surge) || !isNone(unavailable)) return [];
      return [error(manifest, where, "has 0 for both maxSurge and maxUnavailable: no pod could ever be replaced")];
    }),
  );

const isNone = (amount: unknown) => amount === 0 || amount === "0%";
