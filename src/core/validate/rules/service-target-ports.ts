// Named ports that a Service sends to, and none of the pods that it selects has.
import { at, containersOf, fields, list, podsOf } from "../../model/read.ts";
import { error, type Rule, warning } from "./rule.ts";

export const serviceTargetPorts: Rule = (manifests) => {
  const workloads = manifests.flatMap(({ object }) => {
    const pods = podsOf(object);
    const ports = containersOf(object).flatMap(({ container }) => list(container.ports));
    const names = ports.map((port) => at(port, "name"));
    return pods === null ? [] : [{ labels: fields(at(pods.template, "metadata", "labels")), names }];
  });
  return manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Service") return [];
    const selector = Object.entries(fields(at(manifest.object, "spec", "selector")));
    if (selector.length === 0) return [];
    const selected = workloads.filter(({ labels }) => selector.every(([key, value]) => labels[key] === value));
    if (selected.length === 0) return [];
    // A site's own Service may be for pods that are not of this release as well.
    const say = manifest.processType === null ? warning : error;
    return list(at(manifest.object, "spec", "ports")).flatMap((port, index) => {
      const target = at(port, "targetPort");
      if (typeof target !== "string" || selected.some(({ names }) => names.includes(target))) return [];
      const wrong = `is "${target}", and no container of the pods that it selects has a port of that name`;
      return [say(manifest, `/spec/ports/${index}/targetPort`, wrong)];
    });
  });
};
