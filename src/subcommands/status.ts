// dokku scheduler-kubernetes:status
import type { AppStatus } from "../core/status/status.ts";
import { type Call, parse, refused } from "../core/words/arguments.ts";
import { byTrouble, statusLines, statusTable, statusTitle } from "../core/words/status-report.ts";
import { isInterrupted, pause } from "../edge/interruption.ts";
import { header, isWatched, print, screen, tableWidth, tell, warn } from "../edge/log.ts";
import { readAllStatuses } from "../tasks/status/all.ts";
import { readAppStatus } from "../tasks/status/one.ts";

export const group = "Looking";
export const usage = "[APP] [--format json|stdout] [--watch]";
export const summary = "Show how an app or all apps are right now";
export const details = [
  "Pods, restarts, load against limits, autoscalers, URLs and certificates, cron tasks, runs, claims, the release, and what is",
  "wrong in the words of a failed deploy. Without APP it is a table of all apps, those in trouble first.",
  "--watch shows it again and again on a terminal, until Ctrl-C.",
];
export const examples = ["node-js-app", "--watch"] as const;
export const seeAlso = ["history", "docs/status.md"] as const;

/** Milliseconds between two looks. */
const PAUSE = 2_000;

/** The exit code is 1 where a cluster told nothing. */
export async function run(call: Call): Promise<number> {
  const { words, options, flags } = parse(call);
  const [app = null] = words;
  const isJson = options.get("format") === "json";
  if (flags.has("watch")) return watch(call, app, isJson);
  const statuses = await read(app);
  if (isJson) print(JSON.stringify(app === null ? statuses : statuses[0]));
  else show(app, statuses);
  for (const line of unknown(statuses)) warn(line);
  return statuses.some(({ state }) => state === "unknown") ? 1 : 0;
}

/** The worst first. */
async function read(app: string | null): Promise<readonly AppStatus[]> {
  return app === null ? byTrouble(await readAllStatuses()) : [await readAppStatus(app)];
}

const unknown = (statuses: readonly AppStatus[]) => [...new Set(statuses.flatMap((status) => status.unknown))];

function show(app: string | null, statuses: readonly AppStatus[]): void {
  for (const status of app === null ? [] : statuses) header(statusTitle(status));
  for (const line of linesOf(app, statuses)) tell(line);
  if (app === null && statuses.length === 0) warn("no app runs on Kubernetes");
  if (app !== null && statuses[0]?.release === null) warn(`${app} has never been deployed`);
}

function linesOf(app: string | null, statuses: readonly AppStatus[]): readonly string[] {
  const now = Date.now();
  if (app === null) return statusTable(statuses, now, tableWidth());
  return statuses.flatMap((status) => statusLines(status, now, tableWidth()));
}

async function watch(call: Call, app: string | null, isJson: boolean): Promise<number> {
  if (isJson || !isWatched()) throw refused(call, "--watch is for a person at a terminal: ssh -t");
  while (!isInterrupted()) {
    const statuses = await read(app).catch((error) => {
      if (isInterrupted()) return null;
      throw error;
    });
    if (statuses === null) break;
    const titles = app === null ? [] : [...statuses.map(statusTitle), ""];
    screen([...titles, ...linesOf(app, statuses), ...unknown(statuses).map((line) => `! ${line}`)]);
    await pause(PAUSE);
  }
  // As of any other program that Ctrl-C ends.
  return 130;
}
