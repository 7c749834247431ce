// dokku scheduler-kubernetes:annotations-report, dokku scheduler-kubernetes:labels-report

import { metadataRows, rowLines, type Sort, storesOf } from "../core/dokku/metadata.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist, visibleApps } from "../edge/dokku/apps.ts";
import { readIngressMetadata } from "../edge/dokku/metadata.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { readFolder } from "../edge/dokku/properties.ts";
import { header, print } from "../edge/log.ts";
import type { Subcommand } from "./subcommand.ts";

export function metadataReport(sort: Sort): Subcommand {
  return {
    usage: "[APP] [--format json|stdout]",
    summary: `List the ${sort} that were set for one or all apps`,
    details: [
      "Without an app it reports on all apps. The Ingress is that of the app's namespace.",
      "",
      `Example: dokku scheduler-kubernetes:${sort}-report node-js-app --format json`,
    ],
    run: (call) => report(sort, call),
  };
}

async function report(sort: Sort, call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [app] = words;
  if (app !== undefined) await mustExist(app);
  const reports = await Promise.all(
    (app === undefined ? await visibleApps() : [app]).map((name) => rowsOf(name, sort)),
  );
  if (options.get("format") === "json") return print(JSON.stringify(reports.flatMap(({ rows }) => rows)));
  for (const { app, rows } of reports) {
    header(`${app} ${PLUGIN} ${sort}`);
    for (const line of rowLines(rows)) print(`       ${line}`);
  }
}

async function rowsOf(app: string, sort: Sort) {
  const { namespace } = await placeOf(app);
  const [properties, ingress] = await Promise.all([readFolder(PLUGIN, app), readIngressMetadata(namespace)]);
  return { app, rows: metadataRows(app, sort, storesOf(properties), namespace, ingress[sort]) };
}
