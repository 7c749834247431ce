// Applies the HorizontalPodAutoscaler of one process type as a deploy would, and nothing else of the app.
import { missing } from "../../core/dokku/autoscale.ts";
import { SchedulerError } from "../../core/errors.ts";
import { appOf } from "../../core/model/app.ts";
import type { Manifest, Ref } from "../../core/model/manifest.ts";
import { type ReleaseRecord, recordedState } from "../../core/model/record.ts";
import { appSelector, processName } from "../../core/objects/labels.ts";
import { autoscaled, handOvers } from "../../core/plan/deployments.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readNeighbours } from "../../edge/dokku/neighbours.ts";
import { apply, list, remove } from "../../edge/kube/kubectl.ts";
import { withLock } from "../../edge/lock.ts";
import { readRecord, updateRecord } from "../../edge/record.ts";
import { handOver } from "../release/carry-out.ts";
import { prepare } from "../render/render.ts";
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
        out.title = await applyOne(name, type, record, doing);
      },
    });
  });
}

async function applyOne(name: string, type: string, record: ReleaseRecord, doing: string): Promise<string> {
  const dokku = await readApp(name, null, record);
  const process = dokku.processes.find((process) => process.type === type);
  if (process === undefined) {
    const known = dokku.processes.map((process) => process.type).join(", ");
    throw new SchedulerError("NO_SUCH_OBJECT", doing, [`the app has no process type ${type}; it has: ${known}`]);
  }
  const { namespace, cluster } = record;
  const place = { cluster, namespace: namespace.name };
  const neighbours = await readNeighbours(place, name, false);
  const { manifests } = await prepare(appOf(dokku, recordedState(record, namespace), neighbours));
  const mine = manifests.filter(({ processType }) => processType === type);
  const wanted = mine.filter(({ ref }) => ref.kind === KIND);
  const gone = record.objects.filter((ref) => ref.kind === KIND && ref.name === processName(name, type));
  if (wanted.length > 0) {
    const live = await list(["deployments"], appSelector(name), { ...place, managedFields: true });
    // A stopped app stays stopped.
    const running = live.filter(({ spec }) => (spec as { readonly replicas?: number }).replicas !== 0);
    await handOver(name, handOvers(autoscaled(mine), running), cluster);
    await apply(doing, wanted, cluster);
    await recordAs(name, [...gone, ...wanted.map(({ ref }) => ref)], wanted);
    const { minReplicas, maxReplicas } = process.autoscale;
    return process.quantity === 0
      ? `${type} is scaled to 0: its HorizontalPodAutoscaler is disabled`
      : `The HorizontalPodAutoscaler of ${type} runs between ${minReplicas} and ${maxReplicas} pods`;
  }
  const lacks = missing(process.autoscale).join(", ");
  if (gone.length === 0) return `${type} has no HorizontalPodAutoscaler: it lacks ${lacks}`;
  await remove(doing, gone, cluster);
  await recordAs(name, gone, []);
  return `Removed the HorizontalPodAutoscaler of ${type}, which lacks ${lacks}: its scale of ${process.quantity} applies with the next deploy`;
}

const KIND = "HorizontalPodAutoscaler";

async function recordAs(app: string, before: readonly Ref[], after: readonly Manifest[]): Promise<void> {
  const isBefore = ({ kind, name }: Ref) => before.some((ref) => ref.kind === kind && ref.name === name);
  await updateRecord(app, (record) => ({
    ...record,
    objects: [...record.objects.filter((ref) => !isBefore(ref)), ...after.map(({ ref }) => ref)],
  }));
}
