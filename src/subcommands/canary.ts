// dokku scheduler-kubernetes:canary
import { type Call, parse, refused } from "../core/words/arguments.ts";
import { canaryLines } from "../core/words/canary-report.ts";
import { didYouMean } from "../core/words/nearest.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { mustRunHere } from "../edge/dokku/neighbours.ts";
import { header, print, tell } from "../edge/log.ts";
import { ask, readReport } from "../tasks/canary/ask.ts";

export const group = "Deploys";
export const usage = "APP [promote|abort] [--format json|stdout]";
export const summary = "Show the canary of an app and promote or abort it";
export const details = [
  "A new release of web gets shares of its requests first, in the steps of the property canary. Without either word: how far it is.",
  "promote leaves out the steps that remain; abort removes the canary, and the release before keeps all requests. Both wait until it is",
  "done, and work too when the deploy was interrupted or killed.",
];
export const examples = ["node-js-app", "node-js-app promote", "node-js-app abort"] as const;
export const seeAlso = ["rollback", "history", "docs/canary.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = "", action = null] = words;
  if (action !== null && action !== "promote" && action !== "abort")
    throw refused(call, `it is promote or abort, not ${action}${didYouMean(action, ["promote", "abort"])}`);
  await mustExist(app);
  await mustRunHere(app);
  if (action !== null) return ask(app, action);
  const report = await readReport(app);
  if (options.get("format") === "json") return print(JSON.stringify(report));
  header(`${app} canary`);
  for (const line of canaryLines(report, Date.now())) tell(line);
}
