// dokku scheduler-kubernetes:autoscale-apply
import { type Call, parse } from "../core/words/arguments.ts";
import { applyAutoscale } from "../tasks/app/autoscale.ts";

export const group = "Scaling";
export const usage = "APP PROCESS-TYPE";
export const summary = "Apply the autoscaling of a process type at once";
export const details = [
  "Applies bounds and rules of a process type at once: creates, updates or removes its HorizontalPodAutoscaler.",
  "Nothing else of the app changes. It is applied where the app was last deployed.",
];
export const examples = ["node-js-app web", "node-js-app worker"] as const;
export const seeAlso = ["autoscale-set", "autoscale-rule-add", "docs/autoscaling.md"] as const;

export async function run(call: Call): Promise<void> {
  const [app = "", type = ""] = parse(call).words;
  await applyAutoscale(app, type);
}
