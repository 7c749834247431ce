// A container that requests more than its limit, or another number of devices.
import { at, containersOf, fields, pointer } from "../../model/read.ts";
import { isIndivisible, quantity } from "./quantity.ts";
import { error, type Rule } from "./rule.ts";

export const requestOverLimit: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) =>
      Object.entries(fields(at(container, "resources", "requests"))).flatMap(([name, request]) => {
        const wrong = whyNot(name, request, at(container, "resources", "limits", name));
        const where = path + pointer("resources", "requests", name);
        return wrong === null ? [] : [error(manifest, where, `${wrong} (${setBy(name)})`)];
      }),
    ),
  );

const setBy = (resource: string) =>
  resource === "ephemeral-storage"
    ? "ephemeral-storage-reserve, ephemeral-storage-limit"
    : "resource:reserve, resource:limit";

function whyNot(name: string, request: unknown, limit: unknown): string | null {
  const isDevice = isIndivisible(name);
  if (isDevice && limit === undefined) return `requests ${request}, which needs a limit that equals it`;
  if (isDevice)
    return quantity(request) === quantity(limit) ? null : `requests ${request}, which must equal the limit of ${limit}`;
  return quantity(request) > quantity(limit) ? `requests ${request}, more than the limit of ${limit}` : null;
}
