// dokku scheduler-kubernetes:status
import { type Call, parse } from "../core/words/arguments.ts";
import { byTrouble, statusLines, statusTable, statusTitle } from "../core/words/status-report.ts";
import { header, print, warn } from "../edge/log.ts";
import { readAllStatuses } from "../tasks/status/all.ts";
import { readAppStatus } from "../tasks/status/one.ts";

export const usage = "[APP] [--format json|stdout]";
export const summary = "Show how an app or all apps are right now";
export const details = [
  "Pods, restarts, load against limits, autoscalers, URLs and certificates, cron tasks, runs, claims, the release, and what is",
  "wrong in the words of a failed deploy. Without APP it is a table of all apps, those in trouble first.",
  "",
  "Example: dokku scheduler-kubernetes:status node-js-app",
];

export async function run(call: Call): Promise<number> {
  const { words, options } = parse(call);
  const [app = null] = words;
  const isJson = options.get("format") === "json";
  return app === null ? all(isJson) : one(app, isJson);
}

/** The exit code is 1 where the cluster told nothing. */
async function one(app: string, isJson: boolean): Promise<number> {
  const status = await readAppStatus(app);
  if (isJson) print(JSON.stringify(status));
  else {
    header(statusTitle(status));
    for (const line of statusLines(status, Date.now())) print(line);
    if (status.state === "not deployed") warn(`${app} has never been deployed`);
  }
  for (const line of status.unknown) warn(line);
  return status.state === "unknown" ? 1 : 0;
}

async function all(isJson: boolean): Promise<number> {
  const statuses = await readAllStatuses();
  if (isJson) print(JSON.stringify(byTrouble(statuses)));
  else if (statuses.length === 0) warn("no app runs on Kubernetes");
  else for (const line of statusTable(statuses, Date.now(), process.stdout.columns ?? 80)) print(line);
  for (const line of new Set(statuses.flatMap(({ unknown }) => unknown))) warn(line);
  return statuses.some(({ state }) => state === "unknown") ? 1 : 0;
}
