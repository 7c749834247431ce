// Applies the autoscaler of one process type as a deploy would, and nothing else of the app.
import { missing } from "../../core/dokku/autoscale.ts";
import { SchedulerError } from "../../core/errors.ts";
import { appOf } from "../../core/model/app.ts";
import { isAutoscaler, startsPods } from "../../core/model/manifest.ts";
import { type ReleaseRecord, recordedState } from "../../core/model/record.ts";
import { appSelector, processName } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { planAutoscaler } from "../../core/plan/plan.ts";
import { noProcessType } from "../../core/words/nearest.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readNeighbours } from "../../edge/dokku/neighbours.ts";
import { list } from "../../edge/kube/kubectl.ts";
import { withLock } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { carryOut } from "../release/carry-out.ts";
import { prepare } from "../render/render.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";

/** Throws NO_SUCH_OBJECT for an app that has never been deployed, and for a process type that it does not have. */
export async function applyAutoscale(name: string, type: string): Promise<void> {
  await mustExist(name);
  await withLock(`app ${name}`, async () => {
    const doing = `apply the autoscaling of ${type} of ${name}`;
    const record = await readRecord(name);
    if (record === null)
      throw new SchedulerError("NO_SUCH_OBJECT", doing, [
        "the app has never been deployed; its first deploy will apply it",
      ]);
    await step({
      title: `Applying the autoscaling of ${type}`,
      event: null,
      run: async (out) => {
        out.title = await applyOne({ name, type, record, doing }, out);
      },
    });
  });
}

interface Job {
  readonly name: string;
  readonly type: string;
  readonly record: ReleaseRecord;
  readonly doing: string;
}

async function applyOne({ name, type, record, doing }: Job, out: StepOutput): Promise<string> {
  const dokku = await readApp(name, null, record);
  const process = dokku.processes.find((process) => process.type === type);
  if (process === undefined) {
    const types = dokku.processes.map((process) => process.type);
    throw new SchedulerError("NO_SUCH_OBJECT", doing, [noProcessType(type, types)]);
  }
  const { namespace, cluster } = record;
  const place = { cluster, namespace: namespace.name };
  const neighbours = await readNeighbours(place, name, false);
  const { manifests } = await prepare(appOf(dokku, recordedState(record, namespace), neighbours));
  const mine = manifests.filter(({ processType }) => processType === type);
  const wanted = mine.filter(({ ref }) => isAutoscaler(ref));
  const hadOne = record.objects.some((ref) => isAutoscaler(ref) && ref.name === processName(name, type));
  const live =
    wanted.length === 0
      ? []
      : await list(workloadResources(record.objects), appSelector(name), { ...place, managedFields: true });
  await carryOut(planAutoscaler({ app: name, place, type, record, manifests: mine, live }), out);
  if (process.quantity === 0 && missing(process.autoscale).length === 0)
    return `${type} is scaled to 0: its autoscaler is disabled`;
  const [one] = wanted;
  if (one !== undefined && record.stopped && startsPods(one.ref))
    return `${name} is stopped: the ${one.ref.kind} of ${type} comes with its next start`;
  if (one !== undefined) {
    const { minReplicas, maxReplicas } = process.autoscale;
    return `The ${one.ref.kind} of ${type} runs between ${minReplicas} and ${maxReplicas} pods`;
  }
  const lacks = missing(process.autoscale).join(", ");
  return hadOne
    ? `Removed the autoscaler of ${type}, which lacks ${lacks}: its scale of ${process.quantity} applies with the next deploy`
    : `${type} has no autoscaler: it lacks ${lacks}`;
}
