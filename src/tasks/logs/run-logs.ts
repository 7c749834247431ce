// The logs of an app's one-offs, each line with its time and its `app[run.id]:`.
import { SchedulerError } from "../../core/errors.ts";
import { byTime, splitLogLine } from "../../core/logs.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { CONTAINER } from "../../core/objects/job.ts";
import { idOf, stageOf } from "../../core/one-off/one-off.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { readLog, readTail } from "../../edge/kube/logs.ts";
import { listRuns } from "../one-off/list.ts";

export interface RunLogsRequest {
  readonly app: string;
  /** Name of a run; empty for all. */
  readonly name: string;
  readonly follow: boolean;
  /** Lines as they are, without time and name. */
  readonly bare: boolean;
  /** How many lines of each run; null for all. */
  readonly count: number | null;
}

interface Line {
  readonly time: string;
  readonly text: string;
}

/** Ends when all was shown, or the reader has gone. Throws NO_SUCH_OBJECT when there is no such run. */
export async function showRunLogs(request: RunLogsRequest): Promise<void> {
  const { app, name, follow, count } = request;
  const pods = (await listRuns(app, name, "pods")).filter((pod) => stageOf(pod).is !== "waiting");
  const place = await placeOf(app);
  const end = new AbortController();
  process.stdout.once("error", () => end.abort());
  const logs = await Promise.all(
    pods.map((pod) => {
      const where = { place, pod: pod.metadata.name, container: CONTAINER };
      const read = (line: string) => lineOf(request, pod, line);
      return follow ? showAll(where, count, read, end.signal) : readLast(where, count, read, end.signal);
    }),
  );
  const lines = logs.flatMap((log) => log.lines).sort((a, b) => byTime(a.time, b.time));
  for (const line of lines) show(line);
  const failures = logs.flatMap(({ failed }) => failed ?? []);
  if (failures.length > 0 && !end.signal.aborted)
    throw new SchedulerError("APPLY_REFUSED", `read the logs of the runs of ${app}`, failures);
}

type Where = Parameters<typeof readTail>[0];

async function readLast(where: Where, count: number | null, read: (line: string) => Line, end: AbortSignal) {
  const { lines, failed } = await readTail(where, count, end);
  return { lines: lines.map(read), failed };
}

async function showAll(where: Where, tail: number | null, read: (line: string) => Line, end: AbortSignal) {
  const failed = await readLog({ ...where, tail, since: null, follow: true }, (line) => show(read(line)), end);
  return { lines: [], failed };
}

function lineOf({ app, bare }: RunLogsRequest, pod: KubeObject, line: string): Line {
  const { time, text } = splitLogLine(line);
  return { time, text: bare ? `${text}\n` : `${time} ${app}[run.${idOf(pod)}]: ${text}\n` };
}

const show = ({ text }: Line) => void process.stdout.write(text, "latin1");
