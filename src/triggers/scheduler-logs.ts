// `dokku logs`: the lines of every pod, or of one process type or pod, each with its time and `app[web.1]:`.
import { SchedulerError } from "../core/errors.ts";
import { showLogs } from "../tasks/logs/logs.ts";

/** Arguments: scheduler, app, process type or `type.index` or empty, tail, quiet (bare lines), number of lines (0 for all). */
export async function run([
  ,
  app = "",
  wanted = "",
  tail = "false",
  quiet = "false",
  count = "100",
]: readonly string[]): Promise<number> {
  const [type = "", index] = wanted.split(/\.(?=\d+$)/);
  try {
    await showLogs({
      app,
      processType: type === "" ? null : type,
      index: index === undefined ? null : Number(index),
      follow: tail === "true",
      bare: quiet === "true",
      count: Number(count) > 0 ? Number(count) : null,
    });
  } catch (error) {
    // Ctrl-C is how one stops following: nothing to explain.
    if (tail !== "true" || !(error instanceof SchedulerError) || error.code !== "INTERRUPTED") throw error;
    return 130;
  }
  return 0;
}
