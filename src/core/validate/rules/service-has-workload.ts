// A Service that selects no pods answers no request.
import { at, fields, podsOf } from "../../model/read.ts";
import { error, type Rule, warning } from "./rule.ts";

export const serviceHasWorkload: Rule = (manifests) => {
  const pods = manifests.flatMap(({ object }) => {
    const found = podsOf(object);
    return found === null ? [] : [fields(at(found.template, "metadata", "labels"))];
  });
  // What is only a part of a release leaves the pods as they are.
  if (pods.length === 0) return [];
  return manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Service") return [];
    const selector = Object.entries(fields(at(manifest.object, "spec", "selector")));
    if (selector.length === 0) return [];
    if (pods.some((labels) => selector.every(([key, value]) => labels[key] === value))) return [];
    // A site's own Service may be for pods that are not of this release.
    const say = manifest.processType === null ? warning : error;
    return [say(manifest, "/spec/selector", "selects no pods of this release")];
  });
};
