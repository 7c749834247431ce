// dokku scheduler-kubernetes:events
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { followEvents, readEvents } from "../edge/events.ts";
import { isInterrupted } from "../edge/interruption.ts";
import { print, warn } from "../edge/log.ts";

export const group = "Deploys";
export const usage = "APP [--follow]";
export const summary = "Print what the last deploy of an app did as JSON lines";
export const details = [
  "What the last deploy or rollback did, one JSON object per line: steps, times, objects, outcome. Once it",
  "has ended, the last line says how. --follow goes on with what comes, also of later deploys, until Ctrl-C or the app's end.",
];
export const examples = ["node-js-app", "node-js-app --follow"] as const;
export const seeAlso = ["history", "docs/events.md"] as const;

export async function run(call: Call): Promise<number> {
  const { words, flags } = parse(call);
  const [app = ""] = words;
  await mustExist(app);
  if (flags.has("follow")) return follow(app);
  const events = await readEvents(app);
  if (events === "") warn(`${app} has never been deployed`);
  else print(events);
  return 0;
}

async function follow(app: string): Promise<number> {
  const end = new AbortController();
  // The reader of a pipe may leave early (`| head`).
  process.stdout.once("error", () => end.abort());
  await followEvents(app, print, end.signal);
  // As of any other program that Ctrl-C ends.
  return isInterrupted() ? 130 : 0;
}
