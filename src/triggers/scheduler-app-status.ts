// `<number of processes> <true|false|mixed>` for ps:report and ps:start. Core splits it on the space: it must always be two words.
import { print } from "../edge/log.ts";
import { NOTHING, readStatus } from "../tasks/app/status.ts";

/** Milliseconds after our own start until the app counts as not running: somebody waits, and 2 s are long. */
const REPORTED_WITHIN = 1_700;
/** What does not run, these two deploy: they can wait longer. */
const STARTED_WITHIN = 8_000;
const STARTING = ["ps:start", "ps:restore"];

/** Arguments: scheduler, app. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  const starts = STARTING.includes(process.env.DOKKU_COMMAND ?? "");
  const within = (starts ? STARTED_WITHIN : REPORTED_WITHIN) - performance.now();
  const { wanted, available, isRefused } = await readStatus(app, within, !starts).catch(() => NOTHING);
  if (wanted === 0 || available === 0) return print(`${wanted} false`);
  print(`${wanted} ${available < wanted || isRefused ? "mixed" : "true"}`);
}
