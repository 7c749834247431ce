// Values of labels and of what selects by them. An object's own name is name-valid's: one cause, one issue.
import { labelIssue } from "../../dokku/metadata.ts";
import { placesAt } from "../../model/read.ts";
import { found, mapsOf } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const LABELS: readonly (readonly [type: string, path: string])[] = [
  ["meta.v1.ObjectMeta", "labels.*"],
  ["meta.v1.LabelSelector", "matchLabels.*"],
  ["meta.v1.LabelSelectorRequirement", "values.*"],
  ["core.v1.PodSpec", "nodeSelector.*"],
  ["core.v1.ServiceSpec", "selector.*"],
  ["core.v1.Toleration", "value"],
];

export const labelValues: Rule = (manifests, _, schemas) =>
  manifests.flatMap((manifest) => {
    const seen = new Set<unknown>([manifest.ref.name]);
    const typed = LABELS.flatMap(([type, path]) =>
      mapsOf(manifest, schemas, type).flatMap((map) => placesAt(map, path.split("."))),
    );
    return [...found(manifest, "object", "metadata.labels.*"), ...typed].flatMap(({ path, value }) => {
      if (typeof value !== "string" || seen.has(value)) return [];
      seen.add(value);
      const wrong = labelIssue(value);
      return wrong === null ? [] : [error(manifest, path, wrong)];
    });
  });
