// dokku scheduler-kubernetes:rolling-update
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { rollingUpdate } from "../tasks/app/rolling-update.ts";

const form: Form = { usage: "APP [PROCESS-TYPE]", words: [1, 2] };

export const details = [
  "Replaces every pod, or those of one process type, with a new one of the same image and config: what was",
  "changed without a deploy since stays undeployed. It takes effect at once and waits until the new pods are ready.",
  "",
  "Example: dokku scheduler-kubernetes:rolling-update node-js-app",
];

export async function run(args: readonly string[]): Promise<void> {
  const [app = "", processType = null] = parseArguments("rolling-update", form, args).words;
  await rollingUpdate(app, processType);
}
