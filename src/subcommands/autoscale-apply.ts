// dokku scheduler-kubernetes:autoscale-apply
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { applyAutoscale } from "../tasks/app/autoscale.ts";

const form: Form = { usage: "APP PROCESS-TYPE", words: [2, 2] };

export const details = [
  "Applies bounds and rules of a process type at once: creates, updates or removes its HorizontalPodAutoscaler.",
  "Nothing else of the app changes. It is applied where the app was last deployed.",
  "",
  "Example: dokku scheduler-kubernetes:autoscale-apply node-js-app web",
];

export async function run(args: readonly string[]): Promise<void> {
  const [app = "", type = ""] = parseArguments("autoscale-apply", form, args).words;
  await applyAutoscale(app, type);
}
