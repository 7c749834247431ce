// The same host and path twice in the Ingresses of a release: which Service answers would be chance.
import { at, list, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const duplicateHost: Rule = (manifests) => {
  const seen = new Set<string>();
  return manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Ingress") return [];
    return list(at(manifest.object, "spec", "rules")).flatMap((rule, index) => {
      const host = at(rule, "host");
      return list(at(rule, "http", "paths")).flatMap((entry, inner) => {
        const route = `${host ?? "every host"}${at(entry, "path") ?? ""}`;
        if (!seen.has(route)) {
          seen.add(route);
          return [];
        }
        const path = pointer("spec", "rules", index, "http", "paths", inner);
        return [error(manifest, path, `routes ${route} a second time`)];
      });
    });
  });
};
