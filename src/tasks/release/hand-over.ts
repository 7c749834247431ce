// Before the apply: what Deployments that are there need so that it does not stop pods or is refused.
import type { App, Process } from "../../core/model/app.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { mustStopFirst } from "../../core/objects/volumes.ts";
import type { ChangeSet } from "../../core/plan/changes.ts";
import { type Autoscaled, autoscaled, handOvers, recreated } from "../../core/plan/deployments.ts";
import { patch, remove, replaceStrategy } from "../../edge/kube/kubectl.ts";
import type { StepOutput } from "../steps/step-line.ts";

const AUTOSCALER = "HorizontalPodAutoscaler";

/** What has to be known of an app. */
export interface Way extends Pick<App, "name" | "mounts" | "optionClaims" | "exclusiveClaims"> {
  readonly processes: readonly Pick<Process, "type" | "quantity" | "checks">[];
}

/** `live` are the app's Deployments in the cluster. Says what an owner of the app may not expect. */
export async function prepareDeployments(
  app: Way,
  { apply, unscale }: ChangeSet,
  live: readonly KubeObject[],
  cluster: Cluster,
  step: StepOutput,
): Promise<void> {
  const targets = autoscaled(apply);
  const strategies = recreated(apply, live);
  if (unscale.length > 0)
    await remove(`remove ${unscale.length} HorizontalPodAutoscalers of ${app.name}`, unscale, cluster);
  await handOver(app.name, targets, live, cluster);
  if (strategies.length > 0)
    await replaceStrategy(`let the pods of ${app.name} stop before new ones start`, strategies, cluster);

  for (const { processType, min, max } of targets) {
    const scale = app.processes.find(({ type }) => type === processType)?.quantity;
    step.output = `the ${AUTOSCALER} of ${processType} runs between ${min} and ${max} pods, not its scale of ${scale}`;
  }
  const autoscalers = apply.filter(({ ref }) => ref.kind === AUTOSCALER);
  for (const { type, quantity } of app.processes) {
    if (quantity === 0 && autoscalers.some(({ processType }) => processType === type))
      step.output = `${type} is scaled to 0: its ${AUTOSCALER} is disabled`;
  }
  for (const { kind, name } of unscale) step.output = `removed ${kind} ${name}: its scale applies again`;
  for (const { type } of app.processes.filter(({ checks }) => checks === "disabled"))
    step.output = `old pods of ${type} stop before new ones start: its checks are disabled`;
  if (mustStopFirst(app))
    step.output = `old pods stop before new ones start: only one node or pod at a time can mount ${app.exclusiveClaims.join(", ")}`;
}

/** Nothing when it has been done before, which is nearly always so. */
export async function handOver(
  app: string,
  targets: readonly Autoscaled[],
  live: readonly KubeObject[],
  cluster: Cluster,
): Promise<void> {
  const doing = `hand the replicas of ${app} to its autoscaler`;
  await Promise.all(handOvers(targets, live).map((target) => patch(doing, target.deployment, target.patch, cluster)));
}
