// Asks Dokku by its triggers, and fires them. Through plugn one costs 50-80 ms and 45 programs: it is asked only where several plugins
// answer, or one fails.
import { SchedulerError, survived } from "../../core/errors.ts";
import { exec, type Outcome } from "../exec.ts";
import { readAnswer } from "./answers.ts";
import { findHooks, onlyOne, runHook } from "./hooks.ts";

/**
 * What a getter trigger prints, without the last newline; empty when nobody answers it.
 * Throws NO_SUCH_APP on exit code 20, HOOK_FAILED on any other failure.
 */
export async function ask(trigger: string, ...args: readonly string[]): Promise<string> {
  const answer = await withoutPlugn(trigger, args);
  return answer ?? answerOf(await exec("plugn", ["trigger", trigger, ...args]), trigger, args);
}

/** By the one plugin that answers: out of its files, or by its program. Null for plugn to say: where several answer, or that one fails. */
async function withoutPlugn(trigger: string, args: readonly string[]): Promise<string | null> {
  const only = onlyOne(trigger);
  if (only === null) return null;
  const stored = await readAnswer(only.plugin, trigger, args);
  if (stored !== null) return stored;
  const outcome = await exec(only.program, args).catch(survived);
  return "exitCode" in outcome && outcome.exitCode === 0 ? printed(outcome) : null;
}

const printed = ({ stdout }: Pick<Outcome, "stdout">) => stdout.replace(/\n$/, "");

export type Ask = typeof ask;

/** A trigger and its arguments. */
export type Question = readonly [trigger: string, ...args: string[]];

/** Runs the programs that are named, each by its number of words, and prints 0 and its answer, or 1, before a NUL. */
const EACH = `while (($#)); do
  if answer=$("\${@:2:$1}" 2>/dev/null); then printf '0%s\\0' "$answer"; else printf '1\\0'; fi
  shift $(($1 + 1))
done`;

/**
 * Has the programs of these questions run by one bash, which costs a hundredth of starting each. What could not be answered so is asked as
 * ever.
 */
export async function askAhead(questions: readonly Question[]): Promise<Ask> {
  const hooks = new Map([...new Set(questions.map(([trigger]) => trigger))].map((name) => [name, onlyOne(name)]));
  const known = new Map<string, string>();
  const asked: { readonly key: string; readonly words: readonly string[] }[] = [];
  const prepare = async ([trigger, ...args]: Question) => {
    const only = hooks.get(trigger) ?? null;
    if (only === null) return;
    const key = JSON.stringify([trigger, ...args]);
    const stored = await readAnswer(only.plugin, trigger, args);
    if (stored === null) asked.push({ key, words: [only.program, ...args] });
    else known.set(key, stored);
  };
  await Promise.all(questions.map(prepare));
  const words = asked.flatMap(({ words }) => [String(words.length), ...words]);
  const { stdout } = await exec("bash", ["-c", EACH, "bash", ...words]);
  for (const [index, answer] of stdout.split("\0").entries()) {
    const key = asked[index]?.key;
    if (key !== undefined && answer.startsWith("0")) known.set(key, answer.slice(1));
  }
  return async (...question) => known.get(JSON.stringify(question)) ?? ask(...question);
}

function answerOf({ exitCode, stdout, stderr }: Outcome, trigger: string, args: readonly string[]): string {
  if (exitCode === 0) return printed({ stdout });
  if (exitCode === 20) throw new SchedulerError("NO_SUCH_APP", `App ${args[0]} does not exist`);
  throw new SchedulerError("HOOK_FAILED", `ask Dokku for ${trigger} ${args.join(" ")}`, [
    ...stderr.trim().split("\n"),
    `exit code ${exitCode}`,
  ]);
}

/**
 * Runs a trigger for what it does, as plugn would; its output is the user's to see. Throws HOOK_FAILED at the first plugin that fails.
 */
export async function fire(
  trigger: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const hook of findHooks([trigger])) {
    const why = await runHook(hook, args, { inherit: true, env });
    if (why !== null) throw new SchedulerError("HOOK_FAILED", `run ${trigger} of plugin ${hook.plugin}`, [why]);
  }
}
