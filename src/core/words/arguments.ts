// Parses a subcommand's arguments by its usage: positional words, `--option value` and `--flag`, in any order. After `--` every word is positional.
import { SchedulerError } from "../errors.ts";
import { didYouMean } from "./nearest.ts";

/** A subcommand as it was typed. */
export interface Call {
  readonly name: string;
  /** `APP [PROCESS-TYPE] [--format json|stdout] [--force]`; `[APP...]` takes any number. */
  readonly usage: string;
  readonly args: readonly string[];
}

export interface Arguments {
  readonly words: readonly string[];
  /** Only those that were given. */
  readonly options: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

/** What a usage allows. */
export interface Form {
  /** Positional words. */
  readonly words: readonly { readonly name: string; readonly required: boolean }[];
  /** By name, without dashes: what its value is called, null for a flag. */
  readonly options: ReadonlyMap<string, string | null>;
}

export function formOf(usage: string): Form {
  const parts = [...usage.matchAll(/\[--([a-z-]+)(?: ([^\]]+))?\]|(\[?)([^\s[\]]+)/g)];
  return {
    words: parts.flatMap(([, , , bracket, name]) => (name === undefined ? [] : [{ name, required: bracket === "" }])),
    options: new Map(parts.flatMap(([, option, value]) => (option === undefined ? [] : [[option, value ?? null]]))),
  };
}

/** Whether the help of the subcommand is what was asked for. */
export function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

/** Throws BAD_USAGE: a word missing or too many, an unknown option, an option without its value or with one that it does not take. */
export function parse(call: Call): Arguments {
  const form = formOf(call.usage);
  const words: string[] = [];
  const options = new Map<string, string>();
  const flags = new Set<string>();
  const rest = call.args.values();
  const scope = form.words.findIndex(({ name }) => name.endsWith("|--global"));
  let isGlobal = false;
  for (const word of rest) {
    const [, name = "", , inline] = /^--([a-z][a-z-]*)(=(.*))?$/s.exec(word) ?? [];
    if (word === "--") words.push(...rest);
    else if (word === "--global" && scope >= 0) isGlobal = true;
    else if (name === "") words.push(word);
    else if (form.options.get(name) === null && inline === undefined) flags.add(name);
    else
      options.set(
        name,
        readValue(call, form, name, () => inline ?? rest.next().value ?? null),
      );
  }
  // In any position, as with Dokku's own properties.
  if (isGlobal && words.length >= scope) words.splice(scope, 0, "--global");
  checkNumber(call, form, words);
  return { words, options, flags };
}

function readValue(call: Call, { options }: Form, name: string, read: () => string | null): string {
  const what = options.get(name);
  const known = [...options.keys()].map((option) => `--${option}`);
  if (what === undefined) throw refused(call, `there is no option --${name}${didYouMean(`--${name}`, known)}`);
  if (what === null) throw refused(call, `--${name} takes no value`);
  const value = read();
  if (value === null) throw refused(call, `--${name} needs a value`);
  const choices = what.split("|");
  if (choices.length > 1 && !choices.includes(value))
    throw refused(call, `--${name} takes ${choices.join(" or ")}, not ${value}${didYouMean(value, choices)}`);
  return value;
}

function checkNumber(call: Call, form: Form, words: readonly string[]): void {
  const missing = form.words[words.length];
  if (missing?.required) throw refused(call, `${missing.name} is missing`);
  const takesMore = form.words.at(-1)?.name.endsWith("...");
  if (words.length > form.words.length && !takesMore)
    throw refused(call, `too many arguments: ${words.slice(form.words.length).join(" ")}`);
}

/** Words that the subcommand does not take. */
export function refused({ name, usage }: Call, why: string): SchedulerError {
  const help = `usage: dokku scheduler-kubernetes:${name} ${usage}`.trimEnd();
  return new SchedulerError("BAD_USAGE", `scheduler-kubernetes:${name}`, [why], help);
}
