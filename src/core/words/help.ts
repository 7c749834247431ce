// Help texts, derived from the subcommands.
import { formOf } from "./arguments.ts";
import { options as meanings } from "./options.ts";
import { twoColumns, wrap, wrapCommand, wrapText } from "./wrap.ts";

const PLUGIN = "scheduler-kubernetes";
export const DESCRIPTION = "Run apps on a Kubernetes cluster";

/** In the order in which help lists them. */
const GROUPS = ["Deploys", "Settings", "Scaling", "Storage", "Looking", "Repair"] as const;

/** What a subcommand says of itself. */
export interface Described {
  readonly group: (typeof GROUPS)[number];
  /** The words after its name, by which they are taken apart. One that starts with APP takes the app of `dokku --app` too. */
  readonly usage: string;
  /** No comma: help puts its columns at commas. */
  readonly summary: string;
  /** What its own help says below the summary. A line `Exit codes: ...` takes the place of the ordinary ones. */
  readonly details: readonly string[];
  /** The words after its name. */
  readonly examples: readonly [string, ...string[]];
  /** Names of subcommands and paths of pages. */
  readonly seeAlso: readonly [string, ...string[]];
}

type List = Readonly<Record<string, Described>>;

/** For `dokku help`, which makes a column of what precedes a comma. */
export function pluginLine(): string {
  return `    ${PLUGIN}, ${DESCRIPTION}`;
}

/** For `dokku help --all`: exactly one comma a line. */
export function subcommandLines(list: List): readonly string[] {
  return entries(list).map(([name, { usage, summary }]) => {
    const typed = `${call(name)} ${usage}`.trimEnd();
    return `    ${typed}, ${summary}`;
  });
}

export function helpOfAll(list: List, width: number): string {
  const groups = GROUPS.flatMap((group) => {
    const rows = entries(list).filter(([, one]) => one.group === group);
    return [
      "",
      group,
      ...twoColumns(
        rows.map(([name, { summary }]) => [name, summary] as const),
        width,
      ),
    ];
  });
  return [
    `Usage: dokku ${PLUGIN}[:COMMAND]`,
    "",
    DESCRIPTION,
    ...groups,
    "",
    ...wrapText([`One of them in full: dokku ${PLUGIN}:help COMMAND`], width),
    "",
  ].join("\n");
}

export function helpOfOne(name: string, one: Described, width: number): string {
  const { usage, summary, details, examples, seeAlso } = one;
  const parts = usage.match(/\[[^\]]*\]|\S+/g) ?? [];
  const options = [...formOf(usage).options].map(
    ([option, value]) => [`--${option}${value === null ? "" : ` ${value}`}`, meanings[option] ?? ""] as const,
  );
  const ownExits = details.findIndex((line) => line.startsWith("Exit codes: "));
  const explained = ownExits < 0 ? [...details, "", exitCodes(usage)] : details;
  return [
    ...wrap(["Usage:", "dokku", call(name), ...parts], width, "       "),
    "",
    ...wrapText([summary, "", ...explained], width),
    "",
    ...(options.length === 0 ? [] : ["Options:", ...twoColumns(options, width), ""]),
    "Examples:",
    ...examples.flatMap((words) => wrapCommand(`dokku ${call(name)} ${words}`.trimEnd(), width, "    ")),
    "",
    ...wrap(["See", "also:", ...seeAlso.join(", ").split(" ")], width, "    "),
    "",
  ].join("\n");
}

const exitCodes = (usage: string) =>
  `Exit codes: 0 done, 1 refused or failed${/\bAPP\b/.test(usage) ? ", 20 there is no such app" : ""}.`;

const call = (name: string) => `${PLUGIN}${name === "default" ? "" : `:${name}`}`;

const entries = (list: List) =>
  Object.entries(list)
    .filter(([name]) => name !== "default")
    .sort(([a], [b]) => (a < b ? -1 : 1));
