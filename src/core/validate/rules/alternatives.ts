// Types of which one field is to be set, and the schema has all of them as optional ones.
import { fields } from "../../model/read.ts";
import { mapsOf } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

interface Choice {
  /** Of all fields but `besides` where it is null. */
  readonly of: readonly string[] | null;
  readonly besides: readonly string[];
  readonly least: 0 | 1;
  readonly most: number;
}

const one = (...of: readonly string[]): Choice => ({ of, besides: [], least: 1, most: 1 });
const some = (...of: readonly string[]): Choice => ({ of, besides: [], least: 1, most: of.length });

const CHOICES: Readonly<Record<string, Choice>> = {
  "autoscaling.v2.MetricTarget": some("averageUtilization", "averageValue", "value"),
  "batch.v1.PodFailurePolicyRule": one("onExitCodes", "onPodConditions"),
  "core.v1.DownwardAPIVolumeFile": one("fieldRef", "resourceFieldRef"),
  "core.v1.LifecycleHandler": one("exec", "httpGet", "sleep", "tcpSocket"),
  "core.v1.VolumeProjection": { of: null, besides: [], least: 0, most: 1 },
};

export const alternatives: Rule = (manifests, _, schemas) =>
  manifests.flatMap((manifest) =>
    Object.entries(CHOICES).flatMap(([type, { of, besides, least, most }]) =>
      mapsOf(manifest, schemas, type).flatMap(({ path, value }) => {
        const set = Object.keys(fields(value)).filter((name) =>
          of === null ? !besides.includes(name) : of.includes(name),
        );
        if (set.length >= least && set.length <= most) return [];
        const must = set.length === 0 || of !== null ? `must have one of ${of?.join(", ")}` : "must have one of them";
        return [error(manifest, path, `${must}; it has ${set.length === 0 ? "none" : set.join(" and ")}`)];
      }),
    ),
  );
