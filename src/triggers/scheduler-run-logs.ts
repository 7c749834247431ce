// `dokku run:logs`: the last lines of one run or of all.
import { showRunLogs } from "../tasks/logs/run-logs.ts";

/** Arguments: scheduler, app, name of a run or empty, tail, quiet (lines as they are), number of lines (0 for all). */
export async function run([
  ,
  app = "",
  name = "",
  tail = "false",
  quiet = "false",
  count = "100",
]: readonly string[]): Promise<void> {
  await showRunLogs({
    app,
    name,
    follow: tail === "true",
    bare: quiet === "true",
    count: Number(count) > 0 ? Number(count) : null,
  });
}
