// dokku scheduler-kubernetes:history
import { type Call, parse } from "../core/words/arguments.ts";
import { historyLines, historyRows } from "../core/words/history-report.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readHistory } from "../edge/history.ts";
import { header, print, tableWidth, warn } from "../edge/log.ts";

export const group = "Deploys";
export const usage = "APP [--format json|stdout]";
export const summary = "List the last releases of an app";
export const details = [
  "The last ten releases, newest first, with the config keys that each one added (+), changed (~) or removed (-).",
  "Times are UTC. The cluster is not asked.",
];
export const examples = ["node-js-app", "node-js-app --format json"] as const;
export const seeAlso = ["rollback", "docs/rollback.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = ""] = words;
  await mustExist(app);
  const history = await readHistory(app);
  if (options.get("format") === "json") return print(JSON.stringify(historyRows(history)));
  if (history.length === 0) return warn(`${app} has no releases yet`);
  header(`${app} releases`);
  for (const line of historyLines(history, tableWidth())) print(line);
}
