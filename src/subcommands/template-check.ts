// dokku scheduler-kubernetes:template-check
import { resolve } from "node:path";
import { type Call, parse, refused } from "../core/words/arguments.ts";
import { changeLines, checkRows, exitCodeOf, issueLines, summaryOf } from "../core/words/template-check.ts";
import { mustExist, visibleApps } from "../edge/dokku/apps.ts";
import { isDeployed, selectedScheduler } from "../edge/dokku/neighbours.ts";
import { detail, header, print, warn } from "../edge/log.ts";
import { checkTemplates, mustBeFolder } from "../tasks/templates/check.ts";

export const group = "Settings";
export const usage = "[APP...] [--dir DIR] [--format json|stdout]";
export const summary = "Render all apps with templates that are not in place yet";
export const details = [
  "All that are deployed on Kubernetes, unless some are named. DIR stands in the place of the site's templates; an app's own",
  "still win over it. Told are what would be refused and which fields would change in each app. Without DIR the templates",
  "that are in place are checked. Apps are read as the next deploy would find them, with the image that runs; neither the",
  "cluster nor triggers of other plugins are asked.",
  "",
  "Exit codes: 0 nothing to tell, 1 an app would be refused, 2 apps would change.",
];
export const examples = ["--dir /srv/templates", "node-js-app --dir /srv/templates"] as const;
export const seeAlso = ["template-diff", "docs/templates.md"] as const;

export async function run(call: Call): Promise<number> {
  const { words, options } = parse(call);
  const folder = options.has("dir") ? resolve(options.get("dir") ?? "") : null;
  if (folder !== null) await mustBeFolder(folder);
  const checked = await checkTemplates(await appsOf(call, words), folder);
  if (options.get("format") === "json") print(JSON.stringify(checkRows(checked)));
  else show(checked);
  return exitCodeOf(checked);
}

function show(checked: Awaited<ReturnType<typeof checkTemplates>>): void {
  for (const one of checked.filter(({ changes }) => changes.length > 0)) {
    header(one.app);
    for (const line of changeLines(one)) detail(line);
  }
  for (const line of issueLines(checked)) warn(line);
  header(summaryOf(checked));
}

/** All that Dokku calls deployed on Kubernetes, unless some are named. */
async function appsOf(call: Call, named: readonly string[]): Promise<readonly string[]> {
  for (const app of named) {
    await mustExist(app);
    const scheduler = await selectedScheduler(app);
    if (scheduler !== "kubernetes") throw refused(call, `the scheduler of ${app} is ${scheduler}, not kubernetes`);
  }
  if (named.length > 0) return named;
  const apps = await visibleApps();
  const deployed = await Promise.all(apps.map(isDeployed));
  return apps.filter((_, index) => deployed[index]);
}
