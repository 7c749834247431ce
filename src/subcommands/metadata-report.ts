// dokku scheduler-kubernetes:annotations-report, dokku scheduler-kubernetes:labels-report

import { ingressStores, metadataRows, rowLines, type Sort } from "../core/dokku/metadata.ts";
import type { StringMap } from "../core/model/manifest.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist, visibleApps } from "../edge/dokku/apps.ts";
import { readIngressMetadata, readSettings } from "../edge/dokku/metadata.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { readFolder } from "../edge/dokku/properties.ts";
import { header, print, tableWidth } from "../edge/log.ts";
import type { Subcommand } from "./subcommand.ts";

const INDENT = " ".repeat(7);

export function metadataReport(sort: Sort): Subcommand {
  return {
    group: "Settings",
    usage: "[APP|--global] [--format json|stdout]",
    summary: `List the ${sort} that were set for one or all apps or for the site`,
    details: ["Without an app it reports on all apps. An Ingress with a namespace is the one that its apps share."],
    examples: ["node-js-app", "node-js-app --format json"],
    seeAlso: [`${sort}-set`, "docs/annotations.md"],
    run: (call) => report(sort, call),
  };
}

async function report(sort: Sort, call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app] = words;
  if (app !== undefined && app !== "--global") await mustExist(app);
  const reports = await Promise.all(
    (app === undefined ? await visibleApps() : [app]).map((name) => rowsOf(name, sort)),
  );
  if (options.get("format") === "json") return print(JSON.stringify(reports.flatMap(({ rows }) => rows)));
  for (const { app, rows } of reports) {
    header(`${app} ${PLUGIN} ${sort}`);
    for (const line of rowLines(rows, tableWidth() - INDENT.length)) print(INDENT + line);
  }
}

async function rowsOf(app: string, sort: Sort) {
  const [{ metadata }, ingress] = await Promise.all([readSettings(app), ingressOf(app, sort)]);
  return { app, rows: metadataRows(app, sort, metadata, ingress) };
}

/** By namespace: an app's, or all. */
async function ingressOf(app: string, sort: Sort): Promise<Readonly<Record<string, StringMap>>> {
  if (app === "--global") return ingressStores(await readFolder(PLUGIN, app), sort);
  const { namespace } = await placeOf(app);
  return { [namespace]: (await readIngressMetadata(namespace))[sort] };
}
