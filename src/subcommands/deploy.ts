// dokku scheduler-kubernetes:deploy
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { mustRunHere } from "../edge/dokku/neighbours.ts";
import { readPlan } from "../edge/saved-plan.ts";
import { deploy } from "../tasks/app/deploy.ts";

export const group = "Deploys";
export const usage = "APP [--plan FILE]";
export const summary = "Deploy what Dokku has of an app";
export const details = [
  "The image that Dokku built last, with the config, scale and domains of now; nothing is built, and pods without a change stay.",
  "--plan carries out what dokku scheduler-kubernetes:plan APP --out FILE has kept, exactly, or says what has changed since.",
];
export const examples = ["node-js-app", "node-js-app --plan /tmp/node-js-app.plan"] as const;
export const seeAlso = ["plan", "docs/plan.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = ""] = words;
  await mustExist(app);
  await mustRunHere(app);
  const file = options.get("plan") ?? null;
  const agreed = file === null ? null : await readPlan(file);
  await deploy({ app, tag: "latest", processType: null, restart: false, agreed, isTried: false });
}
