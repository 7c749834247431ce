// dokku scheduler-kubernetes:autoscale-apply
import { type Call, parse } from "../core/words/arguments.ts";
import { applyAutoscale } from "../tasks/app/autoscale.ts";

export const usage = "APP PROCESS-TYPE";
export const summary = "Apply the autoscaling of a process type at once";
export const details = [
  "Applies bounds and rules of a process type at once: creates, updates or removes its HorizontalPodAutoscaler.",
  "Nothing else of the app changes. It is applied where the app was last deployed.",
  "",
  "Example: dokku scheduler-kubernetes:autoscale-apply node-js-app web",
];

export async function run(call: Call): Promise<void> {
  const [app = "", type = ""] = parse(call).words;
  await applyAutoscale(app, type);
}
