// What `:report` prints of the properties, in the layout of Dokku's own reports.
import { SchedulerError } from "../errors.ts";
import { cut, SHORTEST, shortened } from "../words/columns.ts";
import { didYouMean } from "../words/nearest.ts";
import { VALUES, valuesOf } from "./set.ts";
import { computeProperties, isGlobal, isPropertyName, properties, propertyNames, shown, typedKeys } from "./table.ts";

const PREFIX = "--scheduler-kubernetes-";

/** Flags with their values, sorted by flag. */
export type ReportRows = readonly (readonly [flag: string, value: string])[];

const FORMATS = ["json", "stdout"];

export interface ReportRequest {
  /** An app, `--global`, or null for every app. */
  readonly scope: string | null;
  /** The one flag whose value is wanted. */
  readonly flag: string | null;
  readonly format: "stdout" | "json";
  /** Rows without a value, and those at their default, too. */
  readonly all: boolean;
}

/** The words of `:report` in any order. Throws BAD_USAGE. */
export function parseReport(args: readonly string[]): ReportRequest {
  const { scopes, flags, format, all } = sortWords(args);
  if (format !== "stdout" && format !== "json") {
    throw usage(`Invalid format specified: ${format}`, `valid formats: json, stdout${didYouMean(format, FORMATS)}`);
  }
  if (scopes.length > 1) throw usage(`report on one app, not on ${scopes.join(" and ")}`);
  if (flags.length > 1) throw usage("scheduler-kubernetes:report command allows only a single flag");
  if (format !== "stdout" && flags.length > 0) {
    throw usage("--format flag cannot be specified when specifying an info flag");
  }
  return { scope: scopes[0] ?? null, flag: flags[0] ?? null, format, all };
}

function sortWords(args: readonly string[]) {
  const flags: string[] = [];
  const scopes: string[] = [];
  let format = "stdout";
  let all = false;
  const words = args.values();
  for (const word of words) {
    if (word === "--format") format = words.next().value ?? "";
    else if (word.startsWith("--format=")) format = word.slice("--format=".length);
    else if (word === "--all") all = true;
    else if (word.startsWith("--") && word !== "--global") flags.push(word);
    else if (word !== "") scopes.push(word);
  }
  return { scopes, flags, format, all };
}

/** `own` is null for the report of the site alone. */
export function reportRows(own: Stored | null, global: Stored): ReportRows {
  const computed = computeProperties(own ?? {}, global);
  const add = (flag: string, name: string, value: string) => rows.push([PREFIX + flag, shown(name, value)]);
  const rows: [string, string][] = [];
  for (const name of propertyNames) {
    if (own) add(name, name, own[name] ?? "");
    if (isGlobal(name)) add(`global-${name}`, name, global[name] ?? "");
    if (own || isGlobal(name)) add(`computed-${name}`, name, computed[name]);
  }
  const typed = typedKeys({ ...global, ...own }).map(
    (key) => [`${PREFIX}computed-${key}`, computed[key] ?? ""] as const,
  );
  const all = [...rows, ...typed, ...setRows(PREFIX, own ?? {}), ...setRows(`${PREFIX}global-`, global)];
  return all.sort(([a], [b]) => (a < b ? -1 : 1));
}

type Stored = Readonly<Record<string, string>>;

/** Of what has a row only where it is set: values of single process types, and those for templates. */
function setRows(prefix: string, stored: Stored): ReportRows {
  const typed = typedKeys(stored).flatMap((key) => (stored[key] ? [[prefix + key, stored[key]] as const] : []));
  const values = Object.entries(valuesOf(stored)).map(([key, value]) => [prefix + VALUES + key, value] as const);
  return [...typed, ...values];
}

/** What is set and what differs from its default: of the app, then of the site, then what a deploy uses. */
export function inShort(rows: ReportRows): ReportRows {
  const told = rows.filter(([flag, value]) => value !== "" && value !== defaultOf(flag));
  return GROUPS.flatMap((group) => told.filter(([flag]) => groupOf(flag) === group));
}

/** The default that a row of what a deploy uses may have; null for other rows. */
function defaultOf(flag: string): string | null {
  const [, name = ""] = flag.split(`${PREFIX}computed-`);
  return isPropertyName(name) ? properties[name].default : null;
}

const GROUPS = ["", "global-", "computed-"] as const;

const groupOf = (flag: string) => GROUPS.find((group) => group !== "" && flag.startsWith(PREFIX + group)) ?? "";

/** Lines `Label:   value`, padded as Dokku's Go plugins do. */
export function reportLines(rows: ReportRows, columns: number): readonly string[] {
  const width = Math.max(31, ...rows.map(([flag]) => flag.length));
  return rows.map(([flag, value]) => {
    const label = flag.slice(2).replaceAll(/[-.]/g, " ");
    const told = shortened(value, Math.max(SHORTEST, columns - width));
    return cut(`${label.charAt(0).toUpperCase()}${label.slice(1)}:`.padEnd(width) + told, columns);
  });
}

/** Those of the rows in short, and how many more there are. */
export function shortLines(rows: ReportRows, columns: number): readonly string[] {
  const told = inShort(rows);
  const hidden = rows.length - told.length;
  return [...reportLines(told, columns), ...(hidden > 0 ? [`${hidden} more at their default: --all`] : [])];
}

/** One object; the keys with the plugin's name in front are those of Dokku before 0.38.8. */
export function reportJson(rows: ReportRows): string {
  const short = rows.map(([flag, value]) => [flag.slice(PREFIX.length), value]);
  const legacy = rows.map(([flag, value]) => [flag.slice(2), value]);
  return JSON.stringify(Object.fromEntries([...short, ...legacy]));
}

/** The value of one flag. Throws BAD_USAGE on a flag that no row has. */
export function reportValue(rows: ReportRows, flag: string): string {
  const row = rows.find(([name]) => name === flag);
  if (row !== undefined) return row[1];
  const flags = rows.map(([name]) => name);
  throw usage(
    `Invalid flag passed, valid flags: ${flags.join(", ")}`,
    `${flag} is not one of them${didYouMean(flag, ["--format", ...flags])}`,
  );
}

function usage(doing: string, next: string | null = null): SchedulerError {
  return new SchedulerError("BAD_USAGE", doing, [], next);
}
