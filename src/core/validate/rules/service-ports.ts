// A Service needs ports, unless it is only a name, and names for them when there are several.
import { at, list } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const servicePorts: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Service") return [];
    const spec = at(manifest.object, "spec");
    const ports = list(at(spec, "ports"));
    const isName = at(spec, "type") === "ExternalName" || at(spec, "clusterIP") === "None";
    if (ports.length === 0 && !isName) return [error(manifest, "/spec/ports", "must have a port")];
    return ports.flatMap((port, index) => {
      if (ports.length < 2 || at(port, "name")) return [];
      return [error(manifest, `/spec/ports/${index}/name`, "is missing: of several ports each needs a name")];
    });
  });
