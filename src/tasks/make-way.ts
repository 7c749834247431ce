// Before the apply: what Deployments that are there need so that it does not stop pods or is refused.
import type { App } from "../core/model/app.ts";
import type { KubeObject } from "../core/model/manifest.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { mustStopFirst } from "../core/objects/volumes.ts";
import type { ChangeSet } from "../core/plan/changes.ts";
import { autoscaled, handOvers, recreated } from "../core/plan/deployments.ts";
import { handOverReplicas, remove, replaceStrategy } from "../edge/kube/kubectl.ts";
import type { StepOutput } from "./run.ts";

const AUTOSCALER = "HorizontalPodAutoscaler";

/** `live` are the app's Deployments in the cluster. Says what an owner of the app may not expect. */
export async function makeWay(
  app: Pick<App, "name" | "processes" | "mounts" | "exclusiveClaims">,
  { apply, unscale }: ChangeSet,
  live: readonly KubeObject[],
  record: ReleaseRecord | null,
  step: StepOutput,
): Promise<void> {
  const targets = autoscaled(apply);
  const replicas = handOvers(targets, live, record);
  const strategies = recreated(apply, live);
  if (unscale.length > 0) await remove(`remove ${unscale.length} HorizontalPodAutoscalers of ${app.name}`, unscale);
  if (replicas.length > 0) await handOverReplicas(`hand the replicas of ${app.name} to its autoscalers`, replicas);
  if (strategies.length > 0)
    await replaceStrategy(`let the pods of ${app.name} stop before new ones start`, strategies);

  for (const { processType, min, max } of targets) {
    const scale = app.processes.find(({ type }) => type === processType)?.quantity;
    step.output = `the ${AUTOSCALER} of ${processType} decides between ${min} and ${max} pods, not its scale of ${scale}`;
  }
  const autoscalers = apply.filter(({ ref }) => ref.kind === AUTOSCALER);
  for (const { type, quantity } of app.processes) {
    if (quantity === 0 && autoscalers.some(({ processType }) => processType === type))
      step.output = `${type} is scaled to 0: its ${AUTOSCALER} rests`;
  }
  for (const { kind, name } of unscale) step.output = `removed ${kind} ${name}: its scale counts again`;
  if (mustStopFirst(app))
    step.output = `old pods stop before new ones start: one node or pod at a time can mount ${app.exclusiveClaims.join(", ")}`;
}
