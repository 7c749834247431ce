// Values of labels and of what selects by them. An object's own name is name-valid's: one cause, one issue.
import { labelIssue } from "../../dokku/metadata.ts";
import { found, type Root } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const LABELS: readonly (readonly [root: Root, path: string])[] = [
  ["object", "metadata.labels.*"],
  ["object", "spec.selector.matchLabels.*"],
  ["object", "spec.podSelector.matchLabels.*"],
  ["kind Service", "spec.selector.*"],
  ["template", "metadata.labels.*"],
  ["template", "spec.nodeSelector.*"],
];

export const labelValues: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const seen = new Set<unknown>([manifest.ref.name]);
    return LABELS.flatMap(([root, path]) => found(manifest, root, path)).flatMap(({ path, value }) => {
      if (typeof value !== "string" || seen.has(value)) return [];
      seen.add(value);
      const wrong = labelIssue(value);
      return wrong === null ? [] : [error(manifest, path, wrong)];
    });
  });
