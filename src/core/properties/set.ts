// What `:set` was asked to do, decided from its words alone.
import { SchedulerError } from "../errors.ts";
import { didYouMean } from "../words/nearest.ts";
import {
  alternatives,
  isGlobal,
  isPropertyName,
  type Property,
  type PropertyName,
  properties,
  propertyNames,
} from "./table.ts";
import type { Choice, PropertyType } from "./types.ts";

export interface Scoped {
  /** An app or `--global`; null when neither was named. */
  readonly scope: string | null;
  readonly words: readonly string[];
}

/** `--global` counts in any position, as with Dokku's own properties; else the first word is the app. */
export function splitScope(args: readonly string[]): Scoped {
  if (args.includes("--global")) return { scope: "--global", words: args.filter((word) => word !== "--global") };
  const [scope, ...words] = args;
  return { scope: scope || null, words };
}

export interface Setting {
  readonly name: PropertyName | ValueName;
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

/** Throws BAD_USAGE (too many words), BAD_PROPERTY (unknown, not global, wrong form). */
export function parseSetting(scope: string, words: readonly string[]): Setting {
  const [name, value, ...rest] = words;
  if (!name) throw bad("No property specified", `${VALID}: ${propertyNames.join(", ")}`);
  if (isValue(name)) return parseValue(scope, name, words.slice(1));
  if (!isPropertyName(name)) {
    throw bad(
      `Invalid property specified, ${VALID}: ${propertyNames.join(", ")}`,
      `${name} is not one of them${didYouMean(name, propertyNames)}`,
    );
  }
  const property: Property = properties[name];
  const command = `dokku scheduler-kubernetes:set ${scope} ${name}`;
  if (scope === "--global" && !isGlobal(name)) {
    throw bad("Property cannot be specified globally", `${name} is set per app`);
  }
  if (rest.length > 0) throw severalWords(scope, name, [value ?? "", ...rest], property.type.form);
  if (!value) return { name, value: null };
  if (!property.type.accepts(value)) {
    throw new SchedulerError(
      "BAD_PROPERTY",
      `set ${name} of ${scope} to ${value}`,
      [`it must be ${property.type.form}`, ...nearestWords(property.type, value)],
      `for example: ${command} ${property.example}`,
    );
  }
  return { name, value };
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
    `quote a value that has spaces: dokku scheduler-kubernetes:set ${scope} ${name} "${words.join(" ")}"`,
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
