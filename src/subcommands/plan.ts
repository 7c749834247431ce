// dokku scheduler-kubernetes:plan
import { hasChanges } from "../core/plan/preview.ts";
import { type Call, parse, refused } from "../core/words/arguments.ts";
import {
  planExitCode,
  planLines,
  planRows,
  planSummary,
  planTable,
  planTitle,
  planTotal,
  planWarnings,
} from "../core/words/plan-report.ts";
import { header, print, tableWidth, tell, warn } from "../edge/log.ts";
import { writePlan } from "../edge/saved-plan.ts";
import { planAll, planDeploy } from "../tasks/app/plan.ts";

export const group = "Deploys";
export const usage = "[APP] [--all] [--exit-code] [--format json|stdout] [--out FILE]";
export const summary = "Show what a deploy would change in the cluster";
export const details = [
  "Each field that would change, as the API server answers a dry run; new pods by process type; config by the names of its keys;",
  "what was changed by hand. Nothing is written. --all is a table of all apps, with the images that run.",
  "--out keeps the plan in a file, which dokku scheduler-kubernetes:deploy APP --plan FILE carries out as it is, or not at all.",
  "",
  "Exit codes: 0 done, 1 a deploy would be refused, with --exit-code 2 there are changes, 20 there is no such app.",
];
export const examples = ["node-js-app", "node-js-app --out /tmp/node-js-app.plan"] as const;
export const seeAlso = ["deploy", "diff", "docs/plan.md"] as const;

export async function run(call: Call): Promise<number> {
  const { words, options, flags } = parse(call);
  const [app = null] = words;
  const file = options.get("out") ?? null;
  const isJson = options.get("format") === "json";
  const isAsked = flags.has("exit-code");
  if ((app === null) !== flags.has("all")) throw refused(call, "it takes APP, or --all");
  if (app === null && file !== null) throw refused(call, "--out keeps the plan of one app");
  if (app === null) return showAll(isJson, isAsked);
  const { preview, saved } = await planDeploy(app);
  if (file !== null) await writePlan(file, saved);
  if (isJson) print(JSON.stringify(preview));
  else {
    header(planTitle(preview));
    for (const line of planLines(preview, tableWidth())) tell(line);
    for (const line of preview.warnings) warn(line);
    header(planSummary(preview));
  }
  return isAsked && hasChanges(preview) ? 2 : 0;
}

async function showAll(isJson: boolean, isAsked: boolean): Promise<number> {
  const planned = await planAll();
  if (isJson) print(JSON.stringify(planRows(planned)));
  else {
    for (const line of planTable(planned, tableWidth())) tell(line);
    for (const line of planWarnings(planned)) warn(line);
    header(planTotal(planned));
  }
  return planExitCode(planned, isAsked);
}
