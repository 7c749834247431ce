// Keys of labels and annotations and of what selects by them, and how much annotations may hold together.
import { keyIssue, type Sort } from "../../dokku/metadata.ts";
import { fields, pointer } from "../../model/read.ts";
import { found, type Root } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const MOST_BYTES = 262_144;

const MAPS: readonly (readonly [root: Root, path: string, sort: Sort])[] = [
  ...(["object", "template"] as const).flatMap((root) =>
    (["annotations", "labels"] as const).map((sort) => [root, `metadata.${sort}`, sort] as const),
  ),
  ["object", "spec.selector.matchLabels", "labels"],
  ["object", "spec.podSelector.matchLabels", "labels"],
  ["kind Service", "spec.selector", "labels"],
  ["template", "spec.nodeSelector", "labels"],
];

export const metadataKeys: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    // A Pod is its own template.
    const seen = new Set<string>();
    return MAPS.flatMap(([root, path, sort]) =>
      found(manifest, root, path)
        .filter(({ path: where }) => !seen.has(where) && seen.add(where))
        .flatMap(({ path: where, value }) => {
          const keys = Object.keys(fields(value)).flatMap((key) => {
            const wrong = keyIssue(sort, key);
            return wrong === null ? [] : [error(manifest, where + pointer(key), wrong)];
          });
          const bytes = sort === "annotations" ? size(value) : 0;
          if (bytes <= MOST_BYTES) return keys;
          return [...keys, error(manifest, where, `hold ${bytes} bytes, Kubernetes allows ${MOST_BYTES}`)];
        }),
    );
  });

function size(annotations: unknown): number {
  return Object.entries(fields(annotations)).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
}
