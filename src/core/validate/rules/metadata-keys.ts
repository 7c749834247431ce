// Keys of labels and annotations, and how much annotations may hold together.
import { keyIssue, type Sort, sorts } from "../../dokku/metadata.ts";
import { at, fields, podsOf, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

const MOST_BYTES = 262_144;

export const metadataKeys: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const pods = podsOf(manifest.object);
    const places: readonly (readonly [path: string, metadata: unknown])[] = [
      ["/metadata", manifest.object.metadata],
      [`${pods?.path}/metadata`, at(pods?.template, "metadata")],
    ];
    return places.flatMap(([path, metadata]) => {
      const keys = sorts.flatMap((sort) =>
        Object.keys(fields(at(metadata, sort))).flatMap((key) => {
          const wrong = keyIssue(sort, key);
          return wrong === null ? [] : [error(manifest, path + pointer(sort, key), wrong)];
        }),
      );
      const bytes = size(at(metadata, "annotations" satisfies Sort));
      if (bytes <= MOST_BYTES) return keys;
      const says = `hold ${bytes} bytes, Kubernetes allows ${MOST_BYTES}`;
      return [...keys, error(manifest, `${path}/annotations`, says)];
    });
  });

function size(annotations: unknown): number {
  return Object.entries(fields(annotations)).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
}
