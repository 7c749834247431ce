// An autoscaler that decides nothing. It holds no rollout up, but somebody who waits for more pods is told.
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at } from "../model/read.ts";
import { conditionsOf } from "./conditions.ts";
import { type Evidence, placeOf, type Trouble } from "./evidence.ts";

export function autoscalerTrouble({ kind, metadata }: KubeObject, { app, objects }: Evidence): Trouble | null {
  const isIts = (one: KubeObject) => one.kind === "HorizontalPodAutoscaler" && isTarget(one, kind, metadata.name);
  const found = objects.find(isIts);
  // Of an object without pods it reads nothing, and says so in the same condition.
  const blind = conditionsOf(found).find(
    ({ type, status, reason }) => type === "ScalingActive" && status === "False" && reason !== "ScalingDisabled",
  );
  if (found === undefined || blind === undefined) return null;
  const why = (blind.message ?? "").replace(/^the HPA was unable to compute the replica count: /, "");
  return {
    isFinal: false,
    says: `its HorizontalPodAutoscaler cannot read its metric: ${why}`,
    helps: `until it can, the number of pods stays: ${kubectlOf(app)} describe hpa ${found.metadata.name} ${placeOf(found)}`,
  };
}

/** Whether an autoscaler decides how many pods an object of this kind and name has. */
export function isTarget({ spec }: KubeObject, kind: string, name: string): boolean {
  return at(spec, "scaleTargetRef", "kind") === kind && at(spec, "scaleTargetRef", "name") === name;
}
