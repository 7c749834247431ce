// Asks Dokku by its triggers. A real trigger costs 50-80 ms and 45 programs: ask few, and all at once.
import { SchedulerError } from "../../core/errors.ts";
import { exec, type Outcome } from "../exec.ts";
import { findHooks } from "./hooks.ts";

/**
 * What a getter trigger prints, without the last newline; empty when nobody answers it.
 * Throws NO_SUCH_APP on exit code 20, HOOK_FAILED on any other failure.
 */
export async function ask(trigger: string, ...args: readonly string[]): Promise<string> {
  return answerOf(await exec("plugn", ["trigger", trigger, ...args]), trigger, args);
}

export type Ask = typeof ask;

/** A trigger and its arguments. */
export type Question = readonly [trigger: string, ...args: string[]];

/** Runs the programs that are named, each by its number of words, and prints 0 and its answer, or 1, before a NUL. */
const EACH = `while (($#)); do
  if answer=$("\${@:2:$1}" 2>/dev/null); then printf '0%s\\0' "$answer"; else printf '1\\0'; fi
  shift $(($1 + 1))
done`;

/**
 * Has these questions answered by one program, which costs a hundredth of asking one after the other: without plugn, where one plugin
 * alone answers. What could not be answered so is asked as ever.
 */
export async function askAhead(questions: readonly Question[]): Promise<Ask> {
  const triggers = [...new Set(questions.map(([trigger]) => trigger))];
  const hooks = await findHooks(triggers);
  const asked = questions.flatMap((question) => {
    const [only, ...others] = hooks.filter(({ trigger }) => trigger === question[0]);
    return only === undefined || others.length > 0 ? [] : [{ question, words: [only.program, ...question.slice(1)] }];
  });
  const words = asked.flatMap(({ words }) => [String(words.length), ...words]);
  const { stdout } = await exec("bash", ["-c", EACH, "bash", ...words]);
  const answers = stdout.split("\0");
  const known = new Map(asked.map(({ question }, index) => [JSON.stringify(question), answers[index]]));
  return async (...question) => {
    const answer = known.get(JSON.stringify(question));
    return answer?.startsWith("0") ? answer.slice(1) : ask(...question);
  };
}

function answerOf({ exitCode, stdout, stderr }: Outcome, trigger: string, args: readonly string[]): string {
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
