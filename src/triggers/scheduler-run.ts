// `dokku run`, `run:detached` and `cron:run`: a command in a pod of its own.
import { readRunCall, runName } from "../core/one-off/one-off.ts";
import { print } from "../edge/log.ts";
import { hasTerminal } from "../edge/terminal.ts";
import { leaveNothing, runToEnd, startOneOff } from "../tasks/one-off/follow.ts";
import { prepareRun } from "../tasks/one-off/prepare.ts";

/** Arguments: scheduler, app, number of env pairs, the pairs, `--` since Dokku 0.33, the command. */
export async function run([, app = "", ...call]: readonly string[]): Promise<number> {
  // A process list would show the values of --env among our arguments.
  process.title = `scheduler-run kubernetes ${app}`;
  const { DOKKU_DETACH_CONTAINER, DOKKU_RUN_TTL_SECONDS, DOKKU_CRON_ID, DOKKU_CONCURRENCY_POLICY } = process.env;
  const terminal = DOKKU_DETACH_CONTAINER === "1" ? null : hasTerminal();
  const oneOff = await prepareRun({
    ...readRunCall(call),
    app,
    terminal,
    // A day, as Dokku has it since 0.37.
    ttl: Number(DOKKU_RUN_TTL_SECONDS) || 86_400,
    cronId: DOKKU_CRON_ID || null,
    policy: DOKKU_CONCURRENCY_POLICY ?? "allow",
  });
  if (terminal !== null) return runToEnd(oneOff, terminal);
  await startOneOff(oneOff).catch(async (error) => {
    await leaveNothing(oneOff);
    throw error;
  });
  print(runName(app, oneOff.id));
  return 0;
}
