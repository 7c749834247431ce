// dokku scheduler-kubernetes:history
import { type Form, parseArguments, readFormat } from "../core/words/arguments.ts";
import { historyLines, historyRows } from "../core/words/history-report.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readHistory } from "../edge/history.ts";
import { header, print, warn } from "../edge/log.ts";

const form: Form = { usage: "APP [--format json|stdout]", words: [1, 1], options: ["format"] };

export const details = [
  "The last ten releases, newest first, with the config keys that each one added (+), changed (~) or removed (-).",
  "Times are UTC. The cluster is not asked.",
  "",
  "Example: dokku scheduler-kubernetes:history node-js-app",
];

export async function run(args: readonly string[]): Promise<void> {
  const { words, options } = parseArguments("history", form, args);
  const format = readFormat("history", options, ["stdout", "json"]);
  const [app = ""] = words;
  await mustExist(app);
  const history = await readHistory(app);
  if (format === "json") return print(JSON.stringify(historyRows(history)));
  if (history.length === 0) return warn(`${app} has no releases yet`);
  header(`${app} releases`);
  for (const line of historyLines(history)) print(line);
}
