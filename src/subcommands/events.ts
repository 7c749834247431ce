// dokku scheduler-kubernetes:events
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readEvents } from "../edge/events.ts";
import { print, warn } from "../edge/log.ts";

export const usage = "APP";
export const summary = "Print what the last deploy of an app did as JSON lines";
export const details = [
  "What the last deploy or rollback did, one JSON object per line: steps, times, objects, outcome. Once it",
  "has ended, the last line says how.",
  "",
  "Example: dokku scheduler-kubernetes:events node-js-app",
];

export async function run(call: Call): Promise<void> {
  const [app = ""] = parse(call).words;
  await mustExist(app);
  const events = await readEvents(app);
  if (events === "") return warn(`${app} has never been deployed`);
  print(events);
}
