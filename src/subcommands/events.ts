// dokku scheduler-kubernetes:events
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readEvents } from "../edge/events.ts";
import { print, warn } from "../edge/log.ts";

const form: Form = { usage: "APP", words: [1, 1] };

export const details = [
  "What the last deploy or rollback did, one JSON object per line: steps, times, objects, outcome. Once it",
  "has ended, the last line says how.",
  "",
  "Example: dokku scheduler-kubernetes:events node-js-app",
];

export async function run(args: readonly string[]): Promise<void> {
  const [app = ""] = parseArguments("events", form, args).words;
  await mustExist(app);
  const events = await readEvents(app);
  if (events === "") return warn(`${app} has never been deployed`);
  print(events);
}
