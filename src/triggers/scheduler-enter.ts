// `dokku enter`
import { readEnterCall } from "../core/one-off/enter.ts";
import { enter } from "../tasks/app/enter.ts";

/** Arguments: scheduler, app, a process type, or `--container-id` and a pod, or neither; `--` since Dokku 0.33; the command. */
export async function run([, app = "", ...args]: readonly string[]): Promise<number> {
  return enter(app, readEnterCall(args));
}
