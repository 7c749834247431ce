// A workload whose pods its own selector does not find: Kubernetes refuses it.
import { at, fields, podsOf, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const selectorMatchesTemplate: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const pods = podsOf(manifest.object);
    if (pods === null) return [];
    const labels = fields(at(pods.template, "metadata", "labels"));
    const selector = fields(at(manifest.object, "spec", "selector", "matchLabels"));
    return Object.entries(selector)
      .filter(([key, value]) => labels[key] !== value)
      .map(([key, value]) => {
        const path = `/spec/selector/matchLabels${pointer(key)}`;
        return error(
          manifest,
          path,
          `selects "${value}", but the pods have no such label: add it below ${pods.path}/metadata/labels`,
        );
      });
  });
