// dokku scheduler-kubernetes:top
import { type Call, parse } from "../core/words/arguments.ts";
import { topLines } from "../core/words/top-report.ts";
import { print, tableWidth, tell, warn } from "../edge/log.ts";
import { readTop } from "../tasks/status/top.ts";

export const group = "Looking";
export const usage = "APP [--format json|stdout]";
export const summary = "Show what the containers of an app use";
export const details = [
  "CPU and memory of each container now, with its share of the limit, beside what it requests and its limit. The cluster has to serve",
  "metrics: without them it shows requests and limits alone.",
  "",
  "Exit codes: 0 done, 1 the cluster serves no metrics, or none now, 20 there is no such app.",
];
export const examples = ["node-js-app", "node-js-app --format json"] as const;
export const seeAlso = ["status", "docs/status.md"] as const;

export async function run(call: Call): Promise<number> {
  const { words, options } = parse(call);
  const [app = ""] = words;
  const { uses, unmeasured } = await readTop(app);
  if (options.get("format") === "json") print(JSON.stringify(uses));
  else if (uses.length === 0) warn(`none of the pods of ${app} is running`);
  else for (const line of topLines(uses, tableWidth())) tell(line);
  for (const line of unmeasured) warn(line);
  return unmeasured.length === 0 ? 0 : 1;
}
