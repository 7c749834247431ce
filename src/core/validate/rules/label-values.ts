// Values of labels and selectors. An object's own name is name-valid's: one cause, one issue.
import { at, fields, podsOf, pointer } from "../read.ts";
import { error, type Rule } from "./rule.ts";

const FORM = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

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
        const where = path + pointer(key);
        if (value.length > 63) {
          return [error(manifest, where, `"${value}" has ${value.length} characters, a label may have 63`)];
        }
        if (FORM.test(value)) return [];
        return [
          error(
            manifest,
            where,
            `"${value}" is no value of a label: letters, digits, -, _ and . only, a letter or digit first and last`,
          ),
        ];
      }),
    );
  });
