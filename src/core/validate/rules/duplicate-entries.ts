// Lists that Kubernetes keeps as maps: two entries with one key are refused, or the last wins without a word.
import { at, list } from "../../model/read.ts";
import { found, type Root } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

/** The keys of an entry together; a missing one is its default. */
type Keyed = readonly [root: Root, path: string, keys: Readonly<Record<string, string>>];

const NAME = { name: "" };

const LISTS: readonly Keyed[] = [
  ["container", "env", NAME],
  ["container", "ports", NAME],
  ["container", "ports", { containerPort: "", protocol: "TCP" }],
  ["container", "volumeMounts", { mountPath: "" }],
  ["pod", "containers", NAME],
  ["pod", "initContainers", NAME],
  ["pod", "volumes", NAME],
  ["pod", "imagePullSecrets", NAME],
  ["pod", "hostAliases", { ip: "" }],
  ["pod", "topologySpreadConstraints", { topologyKey: "", whenUnsatisfiable: "" }],
  ["pod", "securityContext.sysctls", NAME],
  ["kind Service", "spec.ports", NAME],
  ["kind Service", "spec.ports", { port: "", protocol: "TCP" }],
];

export const duplicateEntries: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    LISTS.flatMap(([root, path, keys]) =>
      found(manifest, root, path).flatMap(({ path: where, value }) => {
        const seen = new Set<string>();
        return list(value).flatMap((entry, index) => {
          const key = keyOf(entry, keys);
          if (key === null || !seen.has(key)) {
            if (key !== null) seen.add(key);
            return [];
          }
          return [
            error(
              manifest,
              `${where}/${index}`,
              `has the ${Object.keys(keys).join(" and ")} of an entry before it: ${key}`,
            ),
          ];
        });
      }),
    ),
  );

/** Null where one is missing that has no default: what has no name is no namesake. */
function keyOf(entry: unknown, keys: Keyed[2]): string | null {
  const values = Object.entries(keys).map(([key, other]) => at(entry, key) ?? (other || null));
  return values.includes(null) ? null : values.join(" ");
}
