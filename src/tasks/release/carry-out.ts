// The one way in which objects get into the cluster and out of it: a plan, carried out from top to bottom.
import type { Cluster } from "../../core/model/cluster.ts";
import type { HandOver } from "../../core/plan/deployments.ts";
import { type Plan, toApply } from "../../core/plan/plan.ts";
import { apply, patch, remove, replace, replaceStrategy } from "../../edge/kube/kubectl.ts";
import { removeRecord, writeRecord } from "../../edge/record.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { grow } from "./grow.ts";
import { migrate } from "./server-side-migration.ts";

export async function carryOut(plan: Plan, out: StepOutput): Promise<void> {
  const { app, doing } = plan;
  const { cluster } = plan.place;
  await record(plan, "before");
  for (const line of plan.drift) out.output = line;
  await prepareDeployments(plan, out);
  // After that: both change who owns fields, and this one reads them again.
  if (plan.migrates) await migrate(app, plan.apply, cluster, out);
  if (plan.replace.length > 0)
    await replace(`put ${plan.replace.length} objects of ${app} back as they were`, plan.replace, cluster);
  const objects = toApply(plan);
  if (doing.apply !== null && !(objects.length === 0 && plan.left.length > 0))
    await apply(doing.apply, objects, cluster);
  if (doing.remove !== null) await remove(doing.remove, plan.remove, cluster);
  await record(plan, "after");
}

async function record({ app, record }: Plan, when: "before" | "after"): Promise<void> {
  if (record?.when !== when) return;
  if (record.is === null) await removeRecord(app);
  else await writeRecord(app, record.is);
}

async function prepareDeployments({ app, first, place: { cluster } }: Plan, out: StepOutput): Promise<void> {
  const { unscale, recreate } = first;
  if (unscale.length > 0) await remove(`remove ${unscale.length} autoscalers of ${app}`, unscale, cluster);
  await handOver(app, first.handOvers, cluster);
  if (recreate.length > 0)
    await replaceStrategy(`let the pods of ${app} stop before new ones start`, recreate, cluster);
  await grow(first, cluster);
  for (const line of first.notes) out.output = line;
}

/** Nothing when it has been done before, which is nearly always so. */
async function handOver(app: string, handOvers: readonly HandOver[], cluster: Cluster): Promise<void> {
  const doing = `hand the replicas of ${app} to its autoscaler`;
  await Promise.all(handOvers.map(({ target, patch: change }) => patch(doing, target, change, cluster)));
}
