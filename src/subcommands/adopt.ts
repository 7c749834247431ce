// dokku scheduler-kubernetes:adopt
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { adopt } from "../tasks/app/adopt.ts";

const form: Form = { usage: "APP", words: [1, 1] };

export const details = [
  "A deploy stops when the cluster has objects of the names that it needs and somebody else has made them.",
  "This marks them as the app's; the next deploy makes them what it needs, and what else they say goes.",
  "",
  "Example: dokku scheduler-kubernetes:adopt node-js-app",
];

export async function run(args: readonly string[]): Promise<void> {
  const [app = ""] = parseArguments("adopt", form, args).words;
  await adopt(app);
}
