// Types of which one field is to be set, and the schema has all of them as optional ones.
import { fields } from "../../model/read.ts";
import { mapsOf } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

interface Choice {
  readonly of: readonly string[];
  readonly most: number;
}

const one = (...of: readonly string[]): Choice => ({ of, most: 1 });
const some = (...of: readonly string[]): Choice => ({ of, most: of.length });

const CHOICES: Readonly<Record<string, Choice>> = {
  "autoscaling.v2.MetricTarget": some("averageUtilization", "averageValue", "value"),
  "batch.v1.PodFailurePolicyRule": one("onExitCodes", "onPodConditions"),
  "core.v1.DownwardAPIVolumeFile": one("fieldRef", "resourceFieldRef"),
  "core.v1.LifecycleHandler": one("exec", "httpGet", "sleep", "tcpSocket"),
};

export const alternatives: Rule = (manifests, _, schemas) =>
  manifests.flatMap((manifest) =>
    Object.entries(CHOICES).flatMap(([type, { of, most }]) =>
      mapsOf(manifest, schemas, type).flatMap(({ path, value }) => {
        const set = Object.keys(fields(value)).filter((name) => of.includes(name));
        if (set.length > 0 && set.length <= most) return [];
        const has = set.length === 0 ? "none" : set.join(" and ");
        return [error(manifest, path, `must have one of ${of.join(", ")}; it has ${has}`)];
      }),
    ),
  );
