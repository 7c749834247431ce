// Volumes of a pod that no container of it mounts: most often a name that was spelled in two ways, or a mount that was forgotten.
import { at } from "../../model/read.ts";
import { found } from "./facts.ts";
import { type Rule, warning } from "./rule.ts";

export const unusedVolumes: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const used = ["volumeMounts", "volumeDevices"].flatMap((list) =>
      found(manifest, "container", `${list}.*.name`).map(({ value }) => value),
    );
    return found(manifest, "pod", "volumes.*")
      .map(({ path, value }) => ({ path, name: at(value, "name") }))
      .filter(({ name }) => typeof name === "string" && !used.includes(name))
      .map(({ path, name }) => warning(manifest, path, `the volume "${name}" is mounted by no container`));
  });
