// Values of labels and selectors. An object's own name is name-valid's: one cause, one issue.
import { labelIssue } from "../../dokku/metadata.ts";
import { at, fields, podsOf, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const labelValues: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const { object, ref } = manifest;
    const pods = podsOf(object);
    const places: readonly (readonly [path: string, labels: unknown])[] = [
      ["/metadata/labels", at(object, "metadata", "labels")],
      ["/spec/selector/matchLabels", at(object, "spec", "selector", "matchLabels")],
      [`${pods?.path}/metadata/labels`, at(pods?.template, "metadata", "labels")],
    ];
    const seen = new Set<unknown>([ref.name]);
    return places.flatMap(([path, labels]) =>
      Object.entries(fields(labels)).flatMap(([key, value]) => {
        if (typeof value !== "string" || seen.has(value)) return [];
        seen.add(value);
        const wrong = labelIssue(value);
        return wrong === null ? [] : [error(manifest, path + pointer(key), wrong)];
      }),
    );
  });
