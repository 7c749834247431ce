// What containers a pod may have: one at least, and init containers that end, of which nobody can ask anything meanwhile.
import { at, fields, list } from "../../model/read.ts";
import { found } from "./facts.ts";
import { PROBES } from "./probe-handler.ts";
import { error, type Rule } from "./rule.ts";

const OF_WHAT_RUNS = [...PROBES, "lifecycle"];

export const containers: Rule = (manifests) =>
  manifests.flatMap((manifest) => [
    ...found(manifest, "pod", "containers")
      .filter(({ value }) => Array.isArray(value) && list(value).length === 0)
      .map(({ path }) => error(manifest, path, "must have a container")),
    ...found(manifest, "pod", "initContainers.*")
      .filter(({ value }) => at(value, "restartPolicy") !== "Always")
      .flatMap(({ path, value }) =>
        OF_WHAT_RUNS.filter((name) => fields(value)[name] != null).map((name) =>
          error(
            manifest,
            `${path}/${name}`,
            "must be left out: an init container ends (without restartPolicy: Always)",
          ),
        ),
      ),
  ]);
