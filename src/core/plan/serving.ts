// Which releases the pods of an app are of, by the ReplicaSets that have ready ones.
import type { KubeObject } from "../model/manifest.ts";
import type { PastRelease } from "../model/past-release.ts";
import { at } from "../model/read.ts";
import { processTypeOf } from "../objects/labels.ts";
import { isWorkload } from "../objects/workloads.ts";
import { isUnchanged } from "./settled.ts";

/** One sentence. `replicaSets` is null when the cluster did not say. */
export function servingLine(
  app: string,
  releases: readonly PastRelease[],
  replicaSets: readonly KubeObject[] | null,
): string {
  if (replicaSets === null) return `what serves of ${app} now is not known: dokku ps:report ${app}`;
  const serving = replicaSets.filter(({ status }) => Number(at(status, "readyReplicas") ?? 0) > 0);
  if (serving.length === 0) return `no pod of ${app} serves now`;
  const parts = serving.map((one) => {
    const release = releaseOf(one, releases);
    return `${processTypeOf(one) ?? one.metadata.name} of ${release === null ? "none of its last releases" : `release ${release.number}`}`;
  });
  return `what serves of ${app} now: ${[...new Set(parts)].sort().join(", ")}`;
}

/** The one whose pod template has most in common with it, and nothing else. */
function releaseOf(replicaSet: KubeObject, releases: readonly PastRelease[]): PastRelease | null {
  const type = processTypeOf(replicaSet);
  const template = at(replicaSet.spec, "template", "spec");
  const fitting = releases.flatMap((release) =>
    release.manifests
      .filter(({ object, processType }) => isWorkload(object) && processType === type)
      .map(({ object }) => at(object.spec, "template", "spec"))
      .filter((wanted) => isUnchanged(wanted, template))
      .map((wanted) => ({ release, size: sizeOf(wanted) })),
  );
  return fitting.sort((a, b) => b.size - a.size)[0]?.release ?? null;
}

const sizeOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 0)
    : 1;
