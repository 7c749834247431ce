// A container that requests more than its limit, or another number of devices.
import { at, containersOf, fields, pointer } from "../../model/read.ts";
import { quantity } from "./quantity.ts";
import { error, type Rule } from "./rule.ts";

export const requestOverLimit: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) =>
      Object.entries(fields(at(container, "resources", "requests"))).flatMap(([name, request]) => {
        const limit = at(container, "resources", "limits", name);
        const isDevice = name.includes("/");
        if (!(isDevice ? quantity(request) !== quantity(limit) : quantity(request) > quantity(limit))) return [];
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
