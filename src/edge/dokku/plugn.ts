// Asks Dokku by its triggers. A real trigger costs 50-80 ms and 45 programs: ask few, and all at once.
import { SchedulerError } from "../../core/errors.ts";
import { exec } from "../exec.ts";

/**
 * What a getter trigger prints, without the last newline; empty when nobody answers it.
 * Throws NO_SUCH_APP on exit code 20, HOOK_FAILED on any other failure.
 */
export async function ask(trigger: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await exec("plugn", ["trigger", trigger, ...args]);
  if (exitCode === 0) return stdout.replace(/\n$/, "");
  if (exitCode === 20) throw new SchedulerError("NO_SUCH_APP", `App ${args[0]} does not exist`);
  throw new SchedulerError("HOOK_FAILED", `ask Dokku for ${trigger} ${args.join(" ")}`, [
    ...stderr.trim().split("\n"),
    `exit code ${exitCode}`,
  ]);
}

/** Runs a trigger for what it does; its output is the user's to see. Throws HOOK_FAILED with its exit code. */
export async function fire(
  trigger: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { exitCode } = await exec("plugn", ["trigger", trigger, ...args], { inherit: true, env });
  if (exitCode !== 0) {
    throw new SchedulerError("HOOK_FAILED", `run the ${trigger} trigger`, [
      `a plugin's ${trigger} ended with exit code ${exitCode}; its own output is above`,
    ]);
  }
}
