// dokku scheduler-kubernetes:adopt
import { type Call, parse } from "../core/words/arguments.ts";
import { adopt } from "../tasks/app/adopt.ts";

export const group = "Repair";
export const usage = "APP [--server]";
export const summary = "Let an app take over objects that it did not create";
export const details = [
  "A deploy stops when objects with the names that it needs exist already and belong to somebody else.",
  "This marks them as the app's; the next deploy makes them what it needs and drops what else was set.",
  "With --server it takes over what another Dokku server made for the app, which has moved to this one.",
];
export const examples = ["node-js-app", "node-js-app --server"] as const;
export const seeAlso = ["cleanup", "docs/moving-apps.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, flags } = parse(call);
  const [app = ""] = words;
  await adopt(app, flags.has("server"));
}
