// Parses a subcommand's arguments: positional words, `--option value` and `--flag`, in any order. After `--` every word is positional.
import { SchedulerError } from "../errors.ts";

export interface Form {
  /** What follows the subcommand's name, for messages: `APP PROCESS-TYPE RULE`. */
  readonly usage: string;
  /** How many positional words there may be. */
  readonly words: readonly [least: number, most: number];
  /** Names of options that take a value, without dashes. */
  readonly options?: readonly string[];
  /** Names of options that take none, without dashes. */
  readonly flags?: readonly string[];
}

export interface Arguments {
  readonly words: readonly string[];
  /** Only those that were given. */
  readonly options: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

/** `name` is the subcommand's. Throws BAD_USAGE: a word missing or too many, an unknown option, an option without its value. */
export function parseArguments(name: string, form: Form, args: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  const flags = new Set<string>();
  const rest = args.values();
  for (const word of rest) {
    const [, option = "", , inline] = /^--([a-z][a-z-]*)(=(.*))?$/s.exec(word) ?? [];
    if (word === "--") words.push(...rest);
    else if (option === "") words.push(word);
    else if (form.flags?.includes(option) && inline === undefined) flags.add(option);
    else if (form.options?.includes(option))
      options.set(option, inline ?? rest.next().value ?? stop(`--${option} needs a value`));
    else stop(`there is no option --${option}`);
  }
  const [least, most] = form.words;
  if (words.length < least) stop(`${missing(form.usage, words.length)} is missing`);
  if (words.length > most) stop(`too many arguments: ${words.slice(most).join(" ")}`);
  return { words, options, flags };

  function stop(why: string): never {
    const usage = `usage: dokku scheduler-kubernetes:${name} ${form.usage}`;
    throw new SchedulerError("BAD_USAGE", `scheduler-kubernetes:${name}`, [why], usage);
  }
}

/** The first of `formats` unless `--format` names another. Throws BAD_USAGE. */
export function readFormat<F extends string>(
  name: string,
  options: Arguments["options"],
  formats: readonly [F, ...F[]],
): F {
  const wanted = options.get("format") ?? formats[0];
  const format = formats.find((known) => known === wanted);
  if (format !== undefined) return format;
  throw new SchedulerError("BAD_USAGE", `scheduler-kubernetes:${name}`, [
    `--format takes ${formats.join(" or ")}, not ${wanted}`,
  ]);
}

/** The positional word of a usage at an index. */
function missing(usage: string, index: number): string {
  return (
    usage
      .replace(/\[?--[a-z-]+( [A-Z|a-z]+)?\]?/g, "")
      .split(" ")
      .filter((word) => word !== "")[index] ?? "an argument"
  );
}
