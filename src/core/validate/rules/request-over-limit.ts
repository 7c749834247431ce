// A container that requests more than its limit, or another number of devices.
import { at, containersOf, fields, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const requestOverLimit: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) =>
      Object.entries(fields(at(container, "resources", "requests"))).flatMap(([name, request]) => {
        const limit = at(container, "resources", "limits", name);
        const isDevice = name.includes("/");
        if (!(isDevice ? amount(request) !== amount(limit) : amount(request) > amount(limit))) return [];
        const where = path + pointer("resources", "requests", name);
        return [
          error(
            manifest,
            where,
            `requests ${request}, ${isDevice ? "which must equal" : "more than"} the limit of ${limit} (resource:reserve, resource:limit)`,
          ),
        ];
      }),
    ),
  );

const POWERS: Readonly<Record<string, number>> = { n: -3, u: -2, m: -1, k: 1, K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };

/** A quantity as a number; NaN for anything else, which is neither more nor less. */
function amount(quantity: unknown): number {
  const [, number, unit = "", binary] = /^([\d.eE+-]+?)([numkKMGTPE]?)(i?)$/.exec(String(quantity)) ?? [];
  return Number(number) * (binary === "i" ? 1024 : 1000) ** (POWERS[unit] ?? 0);
}
