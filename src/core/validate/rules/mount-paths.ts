// Where a container mounts volumes: a path that can be one, and a volume that is there.
import { at } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

export const mountPaths: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const volumes = [
      ...found(manifest, "pod", "volumes.*.name"),
      ...found(manifest, "kind StatefulSet", "spec.volumeClaimTemplates.*.metadata.name"),
    ].map(({ value }) => value);
    return found(manifest, "container", "volumeMounts.*").flatMap(({ path, value: mount }) => {
      const [name, where] = [at(mount, "name"), at(mount, "mountPath")];
      const unknown = typeof name === "string" && !volumes.includes(name);
      return [
        ...(unknown
          ? [error(manifest, `${path}/name`, `mounts the volume "${name}", which the pod does not have`)]
          : []),
        ...(where === ""
          ? [error(manifest, `${path}/mountPath`, "must not be empty: give the mount a path such as /data")]
          : []),
        ...(String(where).includes(":")
          ? [error(manifest, `${path}/mountPath`, `"${where}" cannot be mounted: it has a colon`)]
          : []),
      ];
    });
  });
