// A way back: what refused a part of a release may refuse the same of the one before, though there is nothing to change in it.
import { SchedulerError } from "../../core/errors.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import { type KubeObject, key, type Manifest, refOf } from "../../core/model/manifest.ts";
import { isWorkload } from "../../core/objects/workloads.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { isSettled } from "../../core/plan/settled.ts";
import { getAll } from "../../edge/kube/kubectl.ts";
import { warn } from "../../edge/log.ts";
import { readServerId } from "../../edge/server-id.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { carryOut } from "./carry-out.ts";
import { settleIngresses } from "./ingresses.ts";

/** Leaves what is as it should be, and what is refused, which is named. Throws APPLY_REFUSED when that is one that runs pods. */
export async function carryBack(plan: Plan, out: StepOutput): Promise<void> {
  const { app, apply, place } = plan;
  const { cluster } = place;
  const { unsettled, live } = await look(app, apply, cluster);
  const tried = await settleIngresses(app, unsettled, live, cluster).catch(onlyRefused);
  const wanted = tried instanceof SchedulerError ? unsettled : tried.apply;
  const without = (left: readonly Manifest[]): Plan => ({
    ...plan,
    apply: wanted.filter((manifest) => !left.includes(manifest)),
    left: [...apply.filter((manifest) => !unsettled.includes(manifest)), ...left].map(({ ref }) => key(ref)),
  });
  const refused = await carryOut(without([]), out).then(() => null, onlyRefused);
  if (refused === null) return;
  const left = (await look(app, wanted, cluster)).unsettled;
  if (left.length === 0 || left.some(({ ref }) => isWorkload(ref))) throw refused;
  const names = left.map(({ ref }) => `${ref.kind} ${ref.name}`).join(", ");
  for (const line of [`${refused.doing}: left as it is: ${names}`, ...refused.because]) warn(line);
  await carryOut(without(left), out);
}

interface Look {
  readonly live: readonly KubeObject[];
  /** Those that an apply would change. */
  readonly unsettled: readonly Manifest[];
}

async function look(app: string, manifests: readonly Manifest[], cluster: Cluster): Promise<Look> {
  const refs = manifests.map(({ ref }) => ref);
  const live = await getAll(`look for the objects of ${app}`, refs, cluster);
  const there = new Map(live.map((object) => [key(refOf(object)), object]));
  const server = await readServerId();
  return {
    live,
    unsettled: manifests.filter(({ ref, object }) => !isSettled(object, there.get(key(ref)) ?? null, server)),
  };
}

function onlyRefused(error: unknown): SchedulerError {
  if (error instanceof SchedulerError && error.code === "APPLY_REFUSED") return error;
  throw error;
}
