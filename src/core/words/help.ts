// Help texts, derived from the subcommands.

const PLUGIN = "scheduler-kubernetes";
export const DESCRIPTION = "Run apps on a Kubernetes cluster";

/** What a subcommand says of itself. */
export interface Described {
  /** The words after its name, by which they are taken apart. One that starts with APP takes the app of `dokku --app` too. */
  readonly usage: string;
  /** No comma: help puts its columns at commas. */
  readonly summary: string;
  /** What its own help says below the summary. */
  readonly details: readonly string[];
}

type List = Readonly<Record<string, Described>>;

/** For `dokku help`, which makes a column of what precedes a comma. */
export function pluginLine(): string {
  return `    ${PLUGIN}, ${DESCRIPTION}`;
}

/** For `dokku help --all`: exactly one comma a line. */
export function subcommandLines(list: List): readonly string[] {
  return rows(list).map(([call, summary]) => `    ${call}, ${summary}`);
}

export function helpOfAll(list: List): string {
  const all = rows(list);
  const width = Math.max(...all.map(([call]) => call.length));
  return [
    `Usage: dokku ${PLUGIN}[:COMMAND]`,
    "",
    DESCRIPTION,
    "",
    "Additional commands:",
    ...all.map(([call, summary]) => `    ${call.padEnd(width)}  ${summary}`),
    "",
  ].join("\n");
}

export function helpOfOne(name: string, { usage, summary, details }: Described): string {
  return [`Usage: dokku ${call(name, usage)}`, "", summary, "", ...details, ""].join("\n");
}

const call = (name: string, usage: string) => `${PLUGIN}${name === "default" ? "" : `:${name}`} ${usage}`.trimEnd();

const rows = (list: List) =>
  Object.entries(list)
    .filter(([name]) => name !== "default")
    .map(([name, { usage, summary }]) => [call(name, usage), summary] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
