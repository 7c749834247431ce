// dokku scheduler-kubernetes:adopt
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { adopt } from "../tasks/app/adopt.ts";

const form: Form = { usage: "APP", words: [1, 1] };

export const details = [
  "A deploy stops when objects with the names that it needs exist already and belong to somebody else.",
  "This marks them as the app's; the next deploy makes them what it needs and drops what else was set.",
  "",
  "Example: dokku scheduler-kubernetes:adopt node-js-app",
];

export async function run(args: readonly string[]): Promise<void> {
  const [app = ""] = parseArguments("adopt", form, args).words;
  await adopt(app);
}
