// dokku scheduler-kubernetes:doctor
import { EXIT_CODES, type Found, verdictOf } from "../core/doctor/index.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { findingLines, titleOf } from "../core/words/doctor-report.ts";
import { header, print, tell, terminalWidth, warn } from "../edge/log.ts";
import { examine } from "../tasks/doctor/doctor.ts";

export const group = "Repair";
export const usage = "[APP] [--format json|stdout] [--pull]";
export const summary = "Check this server and its clusters for one app or for all";
export const details = [
  "Programs, kubeconfig and credentials, the API server and what it has, registry, domains, settings, records, templates:",
  "each is ok, a warning, wrong or unknown, with why and the command that mends it. Without APP it is about all apps.",
  "--pull has the cluster pull an app's image in a pod that is removed again.",
  "",
  "Exit codes: 0 all is well, 1 there is a warning, 2 something is wrong, 20 there is no such app.",
];
export const examples = ["node-js-app", "--format json"] as const;
export const seeAlso = ["status", "cleanup", "docs/doctor.md"] as const;

export async function run(call: Call): Promise<number> {
  const { words, options, flags } = parse(call);
  const [app = null] = words;
  const { found, left } = await examine(app, flags.has("pull"));
  const verdict = verdictOf(found);
  if (options.get("format") === "json") print(JSON.stringify({ verdict, checks: found }));
  else show(found);
  if (left.length > 0) warn(`${left.length} more apps were not looked at: name one of them`);
  return EXIT_CODES[verdict];
}

function show(found: readonly Found[]): void {
  const titles = [...new Set(found.map(titleOf))];
  for (const title of titles) {
    header(title);
    const below = found.filter((one) => titleOf(one) === title);
    for (const line of findingLines(below, terminalWidth())) tell(line);
  }
}
