// dokku scheduler-kubernetes:rolling-update
import { type Call, parse } from "../core/words/arguments.ts";
import { rollingUpdate } from "../tasks/app/rolling-update.ts";

export const group = "Deploys";
export const usage = "APP [PROCESS-TYPE]";
export const summary = "Replace the pods of an app without a new release";
export const details = [
  "Replaces every pod, or those of one process type, with a new one of the same image and config: what was",
  "changed without a deploy since stays undeployed. It takes effect at once and waits until the new pods are ready.",
];
export const examples = ["node-js-app", "node-js-app worker"] as const;
export const seeAlso = ["status", "docs/rolling-update.md"] as const;

export async function run(call: Call): Promise<void> {
  const [app = "", processType = null] = parse(call).words;
  await rollingUpdate(app, processType);
}
