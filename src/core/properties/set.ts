// What `:set` was asked to do, decided from its words alone.
import { SchedulerError } from "../errors.ts";
import { didYouMean } from "../words/nearest.ts";
import {
  alternatives,
  isGlobal,
  isPropertyName,
  isTyped,
  type Property,
  type PropertyName,
  properties,
  propertyNames,
  shown,
  type TypedKey,
} from "./table.ts";
import { type Choice, type PropertyType, processType as processTypeForm } from "./types.ts";

export interface Scoped {
  /** An app or `--global`; null when neither was named. */
  readonly scope: string | null;
  /** Null for all. */
  readonly processType: string | null;
  readonly words: readonly string[];
}

const TYPE = "--process-type";

/** `--global` and `--process-type` count in any position, as with Dokku's own properties; else the first word is the app. Throws BAD_USAGE. */
export function splitScope(args: readonly string[]): Scoped {
  const { rest, processType } = splitType(args);
  if (rest.includes("--global"))
    return { scope: "--global", processType, words: rest.filter((word) => word !== "--global") };
  const [scope, ...words] = rest;
  return { scope: scope || null, processType, words };
}

function splitType(args: readonly string[]) {
  const at = args.findIndex((word) => word === TYPE || word.startsWith(`${TYPE}=`));
  if (at < 0) return { rest: args, processType: null };
  const isApart = args[at] === TYPE;
  const processType = isApart ? (args[at + 1] ?? "") : (args[at]?.slice(TYPE.length + 1) ?? "");
  if (processTypeForm.accepts(processType))
    return { rest: args.filter((_, i) => i !== at && !(isApart && i === at + 1)), processType };
  throw new SchedulerError("BAD_USAGE", `"${processType}" is not a process type`, [
    `it must be ${processTypeForm.form}`,
  ]);
}

export interface Setting {
  /** What it is stored as. */
  readonly name: PropertyName | TypedKey | ValueName;
  /** Null unsets it. */
  readonly value: string | null;
}

/** Before the name of a value of one's own, which templates may use. */
export const VALUES = "template-values.";

/** Those of an app or the site, by key. */
export function valuesOf(own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) =>
      name.startsWith(VALUES) && value !== "" ? [[name.slice(VALUES.length), value]] : [],
    ),
  );
}

type ValueName = `${typeof VALUES}${string}`;

const isValue = (name: string): name is ValueName => name.startsWith(VALUES);

/** Throws BAD_USAGE (too many words), BAD_PROPERTY (unknown, not global, not for one process type, wrong form). */
export function parseSetting(scope: string, words: readonly string[], processType: string | null = null): Setting {
  const [name, value, ...rest] = words;
  if (!name) throw bad("No property specified", `${VALID}: ${propertyNames.join(", ")}`);
  if (isValue(name) && processType === null) return parseValue(scope, name, words.slice(1));
  if (!isPropertyName(name)) throw unknown(name);
  const { type, example }: Property = properties[name];
  if (scope === "--global" && !isGlobal(name)) {
    throw bad("Property cannot be specified globally", `${name} is set per app`);
  }
  const key = keyOf(name, processType);
  const command = `dokku scheduler-kubernetes:set ${scope} ${name}${processType === null ? "" : ` ${TYPE} ${processType}`}`;
  if (rest.length > 0) throw severalWords(scope, name, [value ?? "", ...rest], type.form);
  if (!value) return { name: key, value: null };
  if (!type.accepts(value)) {
    throw new SchedulerError(
      "BAD_PROPERTY",
      `set ${name} of ${scope} to ${shown(name, value)}`,
      [`it must be ${type.form}`, ...nearestWords(type, value)],
      `for example: ${command} ${example}`,
    );
  }
  return { name: key, value };
}

function unknown(name: string): SchedulerError {
  return bad(
    `Invalid property specified, ${VALID}: ${propertyNames.join(", ")}`,
    `${name} is not one of them${didYouMean(name, propertyNames)}`,
  );
}

function keyOf(name: PropertyName, processType: string | null): PropertyName | TypedKey {
  if (processType === null) return name;
  if (isTyped(name)) return `${name}.${processType}`;
  const typed = propertyNames.filter(isTyped).join(", ");
  throw bad(`set ${name} of ${processType} alone`, `for one process type these are set: ${typed}`);
}

function nearestWords(type: PropertyType | Choice, value: string): readonly string[] {
  if (!("known" in type)) return [];
  const mistyped = value.split(",").filter((word) => !type.known.includes(word));
  return mistyped.map((word) => `${word} is not one of them${didYouMean(word, type.known)}`);
}

function parseValue(scope: string, name: ValueName, [value = "", ...rest]: readonly string[]): Setting {
  const key = name.slice(VALUES.length);
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(key))
    throw bad(`set ${name} of ${scope}`, `"${key}" must be a letter and up to 62 letters, digits, - and _`);
  if (/\p{Cc}/u.test(value)) throw bad(`set ${name} of ${scope}`, "it must be one line of text");
  if (rest.length > 0) throw severalWords(scope, name, [value, ...rest], "one line of text");
  return { name, value: value || null };
}

function severalWords(scope: string, name: string, words: readonly string[], form: string): SchedulerError {
  return new SchedulerError(
    "BAD_USAGE",
    `set ${name} of ${scope}`,
    [`one value was expected, ${words.length} words were given`, `it must be ${form}`],
    `quote a value that has spaces: dokku scheduler-kubernetes:set ${scope} ${name} "${shown(name, words.join(" "))}"`,
  );
}

/** Throws BAD_PROPERTY when the other of a pair is set already. */
export function checkAlternatives(
  scope: string,
  { name, value }: Setting,
  stored: Readonly<Record<string, string>>,
): void {
  const pair: readonly string[] = alternatives.find((names) => (names as readonly string[]).includes(name)) ?? [];
  const other = pair.find((one) => one !== name && stored[one]);
  if (value === null || other === undefined) return;
  throw new SchedulerError(
    "BAD_PROPERTY",
    `set ${name} of ${scope} to ${value}`,
    [`${other} is set to ${stored[other]}, and only one of the two can be set`],
    `unset it with: dokku scheduler-kubernetes:set ${scope} ${other}`,
  );
}

const VALID = "valid properties include";

// The first lines are Dokku's own sentences for its own properties.
function bad(doing: string, because: string): SchedulerError {
  return new SchedulerError("BAD_PROPERTY", doing, [because]);
}
