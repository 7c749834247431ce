// `dokku run:list`: what runs, and what has ended and can still be read.
import { runsOf, runTable } from "../core/one-off/run-list.ts";
import { header, print } from "../edge/log.ts";
import { listRuns } from "../tasks/one-off/list.ts";

/** Arguments: scheduler, app, `stdout` or `json`. */
export async function run([, app = "", format = "stdout"]: readonly string[]): Promise<void> {
  const runs = runsOf(app, await listRuns(app, "", "jobs"));
  if (format === "json") return print(JSON.stringify(runs));
  header(`${app} run containers`);
  for (const line of runTable(runs, Date.now())) print(line);
}
