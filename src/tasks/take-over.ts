// The first deploy of an app that the original plugin deployed: its objects go on, and nothing of what they were stays in them.
import type { Cluster } from "../core/model/cluster.ts";
import type { Manifest } from "../core/model/manifest.ts";
import { adopt, isAppliedClientSide } from "../core/plan/adopt.ts";
import { getAll, replace } from "../edge/kube/kubectl.ts";
import type { StepOutput } from "./run.ts";

/**
 * kubectl's own move to server-side apply comes after a first apply, which leaves the old env and command beside the new ones for a moment:
 * long enough for pods that cannot start. So the fields change hands before.
 */
export async function takeOver(
  app: string,
  manifests: readonly Manifest[],
  cluster: Cluster,
  step: StepOutput,
): Promise<void> {
  const live = await getAll(
    `look for the objects of ${app}`,
    manifests.map(({ ref }) => ref),
    cluster,
  );
  const old = live.filter(isAppliedClientSide);
  if (old.length === 0) return;
  await replace(
    `take over ${old.length} objects of ${app}`,
    old.map((object) => adopt(object)),
    cluster,
  );
  step.output = `taken over from client-side apply: ${old.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(", ")}`;
}
