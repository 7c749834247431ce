// `<number of processes> <true|false|mixed>` for ps:report and ps:start. Core splits it on the space: it must always be two words.
import { print } from "../edge/log.ts";
import { readRefusedScale } from "../tasks/app/refused-scale.ts";
import { readStatus } from "../tasks/app/status.ts";

/** Milliseconds after our own start until the app counts as not running: somebody waits, and 2 s are long. */
const ANSWER_WITHIN = 1_700;

/** Arguments: scheduler, app. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  const { wanted, available } = await readStatus(app, ANSWER_WITHIN - performance.now()).catch(() => NONE);
  if (wanted === 0 || available === 0) return print(`${wanted} false`);
  const isRefused = (await readRefusedScale(app).catch(() => [])).length > 0;
  print(`${wanted} ${available < wanted || isRefused ? "mixed" : "true"}`);
}

const NONE = { wanted: 0, available: 0 };
