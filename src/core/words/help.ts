// Help texts, derived from the lists of subcommands.

const PLUGIN = "scheduler-kubernetes";
export const DESCRIPTION = "Run apps on a Kubernetes cluster";

interface Described {
  readonly usage: string;
  readonly summary: string;
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

export function helpOfOne(name: string, { usage, summary }: Described, details: readonly string[]): string {
  return [`Usage: dokku ${call(name, usage)}`, "", summary, "", ...details, ""].join("\n");
}

const call = (name: string, usage: string) => `${PLUGIN}${name === "default" ? "" : `:${name}`} ${usage}`.trimEnd();

const rows = (list: List) =>
  Object.entries(list)
    .filter(([name]) => name !== "default")
    .map(([name, { usage, summary }]) => [call(name, usage), summary] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
