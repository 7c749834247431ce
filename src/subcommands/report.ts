// dokku scheduler-kubernetes:report
import {
  parseReport,
  type ReportRequest,
  type ReportRows,
  reportJson,
  reportLines,
  reportRows,
  reportValue,
  shortLines,
} from "../core/properties/report.ts";
import type { Call } from "../core/words/arguments.ts";
import { mustExist, visibleApps } from "../edge/dokku/apps.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { readFolder } from "../edge/dokku/properties.ts";
import { readLast } from "../edge/history.ts";
import { header, print, tableWidth, warn } from "../edge/log.ts";
import { pluginVersion } from "../edge/versions.ts";
import { sayRefusedScale } from "../tasks/app/refused-scale.ts";

export const group = "Settings";
export const usage = "[APP|--global] [FLAG] [--all] [--format json|stdout]";
export const summary = "Show the properties of one or all apps or of the site";
export const details = [
  "Without an app it reports on all apps. It shows what is set, and what a deploy uses where that is not the default; --all shows",
  "every row, as JSON always does. FLAG prints the value of one row only.",
  "A row with `global` in its name is the site's value. One with `computed` is what a deploy uses.",
];
export const examples = ["node-js-app", "node-js-app --scheduler-kubernetes-computed-namespace"] as const;
export const seeAlso = ["set", "docs/several-clusters.md"] as const;

export async function run({ args }: Call): Promise<void> {
  const request = parseReport(args);
  const site = await readSite();
  if (request.scope !== null) return report(request.scope, request, site);
  const apps = await visibleApps();
  if (apps.length === 0) warn("You haven't deployed any applications yet");
  for (const app of apps) await report(app, request, site);
}

const INDENT = " ".repeat(7);

/** What is the same for each app. */
interface Site {
  /** Its properties. */
  readonly global: Readonly<Record<string, string>>;
  readonly version: ReportRows[number];
}

export const readSite = async (): Promise<Site> => ({
  global: await readFolder(PLUGIN, "--global"),
  version: [`--${PLUGIN}-version`, await pluginVersion()],
});

export async function report(
  scope: string,
  { flag, format, all }: Omit<ReportRequest, "scope">,
  { global, version }: Site,
): Promise<void> {
  if (scope !== "--global") await mustExist(scope);
  const own = scope === "--global" ? null : await readFolder(PLUGIN, scope);
  const rows: ReportRows = [...reportRows(own, global), version];
  if (flag !== null) return print(`${reportValue(rows, flag)}\n`);
  if (format === "json") return print(reportJson(rows));
  header(`${scope} ${PLUGIN} information`);
  // `--quiet` silences the header alone.
  const lines = all ? reportLines : shortLines;
  print(
    lines(rows, tableWidth() - INDENT.length)
      .map((line) => INDENT + line)
      .join("\n"),
  );
  if (scope !== "--global") await sayRefusedScale(scope, await readLast(scope));
}
