// argv -> trigger or subcommand. The only place that prints an error and sets the exit code.

import { exitCode, SchedulerError, seeDoctor } from "./core/errors.ts";
import { entryOf } from "./core/model/read.ts";
import { wantsHelp } from "./core/words/arguments.ts";
import { helpOfOne } from "./core/words/help.ts";
import { endLive, print, terminalWidth, warn } from "./edge/log.ts";
import { explained } from "./edge/system.ts";
import { subcommands } from "./subcommands/index.ts";
import type { Subcommand } from "./subcommands/subcommand.ts";
import { triggers } from "./triggers/index.ts";

async function main([kind, name = "", ...args]: readonly string[]): Promise<unknown> {
  const trigger = entryOf(triggers, name);
  if (kind === "trigger" && trigger) return (await trigger()).run(args);
  const subcommand = entryOf(subcommands, name);
  if (kind === "command" && subcommand) return command(name, await subcommand(), args);
  throw new Error(`there is no ${kind} ${name}`);
}

async function command(name: string, { run, ...described }: Subcommand, args: readonly string[]): Promise<unknown> {
  if (wantsHelp(args)) return print(helpOfOne(name, described, terminalWidth()));
  return run({ name, usage: described.usage, args: withApp(described.usage, args) });
}

// Dokku leaves it to plugins to put the app of `dokku --app APP` among the words.
function withApp(usage: string, args: readonly string[]): readonly string[] {
  const app = process.env.DOKKU_APP_NAME;
  if (!app) return args;
  if (/^\[?APP\b/.test(usage)) return [app, ...args];
  return usage.endsWith(" [APP|--global]") ? [...args, app] : args;
}

function explain(thrown: unknown): void {
  if (process.exitCode !== undefined) return;
  endLive();
  const error = explained(thrown);
  if (error instanceof SchedulerError) {
    const helps = [error.next, seeDoctor(error)].filter((line) => line !== null);
    for (const line of [error.doing, ...error.because, ...helps]) warn(line);
    process.exitCode = exitCode(error);
    return;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  warn(`internal error: ${message}`);
  if (process.env.DOKKU_TRACE) warn(stack ?? "");
  else warn("please report it with the output of the same command run after: dokku trace:on");
  process.exitCode = 1;
}

// The reader of a pipe may leave early (`| head`): what is not read is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") explain(error);
});

// A program that found no free file descriptor tells it twice: to whoever starts it, and then where nobody could listen.
process.on("uncaughtException", (error) => {
  if (explained(error) === error) throw error;
  explain(error);
});

main(process.argv.slice(2)).then((code) => {
  process.exitCode ??= typeof code === "number" ? code : 0;
}, explain);
