// How much of an app runs.
import { at } from "../../core/model/read.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { listOrNull } from "../../edge/kube/kubectl.ts";

export interface Status {
  readonly wanted: number;
  readonly available: number;
}

/** Nothing runs of an app whose cluster has not answered after `timeout` milliseconds. */
export async function readStatus(app: string, timeout: number): Promise<Status> {
  const found = await listOrNull(["deployments"], processSelector(app), { ...(await placeOf(app)), timeout });
  const sum = (numbers: readonly unknown[]) => numbers.reduce<number>((total, number) => total + Number(number), 0);
  return {
    wanted: sum((found ?? []).map(({ spec }) => at(spec, "replicas") ?? 1)),
    available: sum((found ?? []).map(({ status }) => at(status, "availableReplicas") ?? 0)),
  };
}
