// dokku scheduler-kubernetes:diff
import { type Call, parse, refused } from "../core/words/arguments.ts";
import { differenceLines, differenceSummary } from "../core/words/plan-report.ts";
import { header, print, tell } from "../edge/log.ts";
import { diff } from "../tasks/app/diff.ts";

export const group = "Deploys";
export const usage = "APP RELEASE [RELEASE] [--format json|stdout]";
export const summary = "Show what differs between two releases of an app";
export const details = [
  "Image, commit, scale, config by the names of its keys, and each field of the objects. Without the second RELEASE it is the one",
  "that runs. List the releases with: dokku scheduler-kubernetes:history APP",
];
export const examples = ["node-js-app 11", "node-js-app 9 11"] as const;
export const seeAlso = ["history", "plan", "docs/plan.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app = "", ...releases] = words;
  const wrong = releases.find((word) => !/^[1-9]\d{0,8}$/.test(word));
  if (wrong !== undefined)
    throw refused(call, `RELEASE is a number of dokku scheduler-kubernetes:history, not ${wrong}`);
  const [from = 0, to = null] = releases.map(Number);
  const found = await diff(app, from, to);
  if (options.get("format") === "json") return print(JSON.stringify({ app, ...found }));
  header(`${app}: from release ${found.release.from} to ${found.release.to}`);
  for (const line of differenceLines(found)) tell(line);
  header(differenceSummary(found));
}
