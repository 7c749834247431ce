// The first deploy of an app that the original plugin deployed: its objects are kept, and nothing of the old release stays in them.
import type { Cluster } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { adopt, isAppliedClientSide } from "../../core/plan/server-side-migration.ts";
import { getAll, rewrite } from "../../edge/kube/kubectl.ts";
import type { StepOutput } from "../steps/step-line.ts";

/**
 * kubectl's own move to server-side apply comes after a first apply, which leaves the old env and command beside the new ones for a moment:
 * long enough for pods that cannot start. So the fields change hands before.
 */
export async function migrate(
  app: string,
  manifests: readonly Manifest[],
  cluster: Cluster,
  step: StepOutput,
): Promise<void> {
  const refs = manifests.map(({ ref }) => ref);
  const migrated = new Set<string>();
  const read = async () => {
    const live = await getAll(`look for the objects of ${app}`, refs, cluster);
    const old = live.filter(isAppliedClientSide);
    for (const object of old) migrated.add(`${object.kind} ${object.metadata.name}`);
    return old.map((object) => adopt(object));
  };
  await rewrite(`take over objects of ${app}`, read, cluster);
  if (migrated.size > 0) step.output = `taken over from client-side apply: ${[...migrated].join(", ")}`;
}
