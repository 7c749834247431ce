// What a subcommand is, and the list of all of them.
import { SchedulerError } from "../core/errors.ts";
import type { Call } from "../core/words/arguments.ts";
import type { Described } from "../core/words/help.ts";
import { didYouMean } from "../core/words/nearest.ts";

export interface Subcommand extends Described {
  /** A number is the exit code. */
  readonly run: (call: Call) => Promise<number> | Promise<void>;
}

/** By name. A call loads its own alone, help all of them. */
export type Subcommands = Readonly<Record<string, () => Promise<Subcommand>>>;

export async function loadAll(subcommands: Subcommands): Promise<Readonly<Record<string, Subcommand>>> {
  const loading = Object.entries(subcommands).map(async ([name, load]) => [name, await load()] as const);
  return Object.fromEntries(await Promise.all(loading));
}

export function noSubcommand(name: string, subcommands: Subcommands): SchedulerError {
  const names = Object.keys(subcommands).filter((name) => name !== "default");
  return new SchedulerError(
    "BAD_USAGE",
    `there is no subcommand ${name}${didYouMean(name, names)}`,
    [],
    `there are: ${names.sort().join(", ")}`,
  );
}
