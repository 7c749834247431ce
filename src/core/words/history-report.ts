// How the history of an app is printed.
import type { PastRelease } from "../model/past-release.ts";
import type { History } from "../plan/history.ts";
import { columnsWithin, cut } from "./columns.ts";

/** What `--format json` prints of each release, newest first. */
export function historyRows(history: History): readonly object[] {
  return newestFirst(history).map(({ number, startedAt, outcome, returnedTo, rollbackTo, ...rest }) => ({
    release: number,
    time: startedAt,
    outcome,
    rollback_to: rollbackTo,
    returned_to: returnedTo,
    image: rest.record.image.reference,
    revision: rest.revision,
    scale: rest.scale,
    config: rest.config,
    command: rest.command,
    by: rest.by,
  }));
}

/** Column. */
const IMAGE = 3;

const HEAD = ["RELEASE", "TIME", "OUTCOME", "IMAGE", "SCALE", "CONFIG", "BY"];

/** Lines in columns, newest first; where there is no room for all, what follows the image stands below it. */
export function historyLines(history: History, width: number): readonly string[] {
  const rows = newestFirst(history).map(cells);
  const lines = columnsWithin([HEAD, ...rows], width, IMAGE);
  if (!lines.some((line) => line.length === width && line.endsWith("…"))) return lines;
  const short = [HEAD, ...rows].map((row) => row.slice(0, IMAGE + 1));
  const [head = "", ...tops] = columnsWithin(short, width, IMAGE);
  const below = rows.map((row) => row.slice(IMAGE + 1).filter((cell) => cell !== ""));
  const indent = " ".repeat("RELEASE  ".length);
  return [head, ...tops.flatMap((top, at) => [top, cut(indent + (below[at] ?? []).join("  "), width)])];
}

const newestFirst = (history: History) => [...history].reverse();

function cells({ number, startedAt, record, scale, config, command, by, ...rest }: PastRelease): readonly string[] {
  const time = `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)}`;
  const scales = Object.entries(scale).map(([type, quantity]) => `${type}=${quantity}`);
  const who = [command, by].filter((word) => word !== null);
  return [
    `${number}`,
    time,
    outcomeOf(rest),
    record.image.reference,
    scales.join(" "),
    configText(config),
    who.join(" "),
  ];
}

function outcomeOf({
  outcome,
  rollbackTo,
  returnedTo,
}: Pick<PastRelease, "outcome" | "rollbackTo" | "returnedTo">): string {
  const what =
    rollbackTo === null ? outcome : `rollback to ${rollbackTo}${outcome === "deployed" ? "" : `, ${outcome}`}`;
  return returnedTo === null ? what : `${what}, back to ${returnedTo}`;
}

/** `+NEW ~CHANGED -GONE` */
export function configText(config: PastRelease["config"]): string {
  if (config === null) return "?";
  const marked = (mark: string, keys: readonly string[]) => keys.map((key) => mark + key);
  return [...marked("+", config.added), ...marked("~", config.changed), ...marked("-", config.removed)].join(" ");
}
