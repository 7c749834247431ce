// Lists that Kubernetes keeps as maps: two entries with one key are refused, or the last wins without a word.
import { at, type Place, placesAt } from "../../model/read.ts";
import { found, type Root } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

/** Lists that are one to Kubernetes, and the keys of an entry together; a missing one is its default, null where there is none. */
type Keyed = readonly [root: Root, paths: readonly string[], keys: Readonly<Record<string, string | null>>];

const NAME = { name: null };

const LISTS: readonly Keyed[] = [
  ["container", ["env"], NAME],
  ["container", ["ports"], NAME],
  ["container", ["ports"], { containerPort: null, protocol: "TCP" }],
  ["container", ["volumeMounts"], { mountPath: null }],
  ["pod", ["initContainers", "containers"], NAME],
  ["pod", ["containers.*.ports"], { hostPort: null, protocol: "TCP", hostIP: "" }],
  ["pod", ["volumes"], NAME],
  ["pod", ["imagePullSecrets"], NAME],
  ["pod", ["hostAliases"], { ip: null }],
  ["pod", ["topologySpreadConstraints"], { topologyKey: null, whenUnsatisfiable: null }],
  ["pod", ["securityContext.sysctls"], NAME],
  ["kind Service", ["spec.ports"], NAME],
  ["kind Service", ["spec.ports"], { port: null, protocol: "TCP" }],
];

export const duplicateEntries: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    LISTS.flatMap(([root, paths, keys]) =>
      found(manifest, root, "").flatMap((start) => {
        const entries = paths.flatMap((path) => placesAt(start, [...path.split("."), "*"]));
        return repeated(entries, keys).map(({ path, key }) =>
          error(manifest, path, `has the ${Object.keys(keys).join(" and ")} of an entry before it: ${key}`),
        );
      }),
    ),
  );

function repeated(
  entries: readonly Place[],
  keys: Keyed[2],
): readonly { readonly path: string; readonly key: string }[] {
  const seen = new Set<string>();
  return entries.flatMap(({ path, value }) => {
    const key = keyOf(value, keys);
    if (key === null) return [];
    if (seen.has(key)) return [{ path, key }];
    seen.add(key);
    return [];
  });
}

/** Null where one is missing that has no default: what has no name is no namesake. 0 and an empty one count as missing. */
function keyOf(entry: unknown, keys: Keyed[2]): string | null {
  const values = Object.entries(keys).map(([key, other]) => at(entry, key) || other);
  return values.includes(null) ? null : values.join(" ").trim();
}
