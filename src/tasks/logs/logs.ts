// The logs of an app's pods: what there is in the order of time, and what comes after it for as long as somebody reads.
import { SchedulerError } from "../../core/errors.ts";
import { type NamedPod, namePods } from "../../core/logs.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { noneSuch } from "../../core/words/nearest.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { list } from "../../edge/kube/kubectl.ts";
import { watch } from "../../edge/kube/watch.ts";
import { LogReader } from "./log-reader.ts";

export interface LogsRequest {
  readonly app: string;
  /** Null for all. */
  readonly processType: string | null;
  /** `2` of `web.2`; null for all pods of the type. */
  readonly index: number | null;
  readonly follow: boolean;
  /** Lines as they are, without time and name. */
  readonly bare: boolean;
  /** How many lines of each pod; null for all. */
  readonly count: number | null;
}

/** Ends when all was shown, or the reader has gone. Throws NO_SUCH_OBJECT when there is no such pod. */
export async function showLogs(request: LogsRequest): Promise<void> {
  const { app, processType, index, follow } = request;
  const selector = processSelector(app);
  const place = await placeOf(app);
  const pods = await list(["pods"], selector, place);
  const names = namePods(pods);
  const isWanted = (name: NamedPod) =>
    (processType === null || name.type === processType) && (index === null || name.index === index);
  const chosen = names.filter(isWanted);
  if (chosen.length === 0) throw none(request, names);
  const end = new AbortController();
  // The reader of a pipe may leave early (`| head`): then there is nobody to read for.
  process.stdout.once("error", () => end.abort());
  // One pod by its name is one pod, also when a later one is called so.
  const isRead = index === null ? isWanted : ({ pod }: NamedPod) => pod === chosen[0]?.pod;
  const reader = new LogReader({ ...request, place, isWanted: isRead, end: end.signal });
  await reader.past(pods);
  if (!follow || end.signal.aborted) return;
  const changed = (pods: readonly KubeObject[]) => {
    reader.go(pods);
    const isThere = pods.some(({ metadata }) => metadata.name === chosen[0]?.pod);
    if (index !== null && !isThere) void reader.rest().then(() => end.abort());
  };
  const path = `/api/v1/namespaces/${place.namespace}/pods`;
  await watch(`follow the pods of ${app}`, path, selector, place.cluster, changed, end.signal);
}

function none({ app, processType, index }: LogsRequest, pods: readonly NamedPod[]): SchedulerError {
  const wanted = `${processType ?? ""}${index === null ? "" : `.${index}`}`;
  const types = pods.map(({ type }) => type);
  const running = pods.map(({ type, index }) => `${type}.${index}`).sort();
  const because =
    running.length === 0
      ? "no pod of it exists"
      : noneSuch(`there is no ${wanted}`, processType ?? "", types, "running", running);
  const doing = `read the logs of ${app}${wanted === "" ? "" : ` ${wanted}`}`;
  return new SchedulerError("NO_SUCH_OBJECT", doing, [because], `see: dokku ps:report ${app}`);
}
