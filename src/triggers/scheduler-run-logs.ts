// `dokku run:logs`: the last lines of one run or of all, each with its time and its `app[run.id]:`.
import { SchedulerError } from "../core/errors.ts";
import { byTime, splitLogLine } from "../core/logs.ts";
import { CONTAINER } from "../core/objects/job.ts";
import { idOf, stageOf } from "../core/one-off/one-off.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { readLog, readTail } from "../edge/kube/logs.ts";
import { listRuns } from "../tasks/one-off/list.ts";

/** Arguments: scheduler, app, name of a run or empty, tail, quiet (lines as they are), number of lines. */
export async function run([
  ,
  app = "",
  name = "",
  tail = "false",
  quiet = "false",
  number = "100",
]: readonly string[]): Promise<void> {
  const pods = (await listRuns(app, name, "pods")).filter((pod) => stageOf(pod).is !== "waiting");
  const place = await placeOf(app);
  const count = Number(number) > 0 ? Number(number) : null;
  const end = new AbortController();
  process.stdout.once("error", () => end.abort());
  const logs = await Promise.all(
    pods.map(async (pod) => {
      const where = { place, pod: pod.metadata.name, container: CONTAINER };
      const prefixed = (line: string) => {
        const { time, text } = splitLogLine(line);
        return { time, text: quiet === "true" ? `${text}\n` : `${time} ${app}[run.${idOf(pod)}]: ${text}\n` };
      };
      if (tail !== "true") {
        const { lines, failed } = await readTail(where, count, end.signal);
        return { lines: lines.map(prefixed), failed };
      }
      const show = (line: string) => void process.stdout.write(prefixed(line).text, "latin1");
      return {
        lines: [],
        failed: await readLog({ ...where, tail: count, since: null, follow: true }, show, end.signal),
      };
    }),
  );
  const lines = logs.flatMap((log) => log.lines).sort((a, b) => byTime(a.time, b.time));
  for (const { text } of lines) process.stdout.write(text, "latin1");
  const failures = logs.flatMap(({ failed }) => failed ?? []);
  if (failures.length > 0 && !end.signal.aborted)
    throw new SchedulerError("APPLY_REFUSED", `read the logs of the runs of ${app}`, failures);
}
