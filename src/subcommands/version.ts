// dokku scheduler-kubernetes:version
import type { Program } from "../core/doctor/facts.ts";
import { inShort, skewed } from "../core/model/versions.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { columns } from "../core/words/columns.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { print, warn } from "../edge/log.ts";
import { readPrograms } from "../edge/programs.ts";
import { readRecords } from "../edge/record.ts";
import { pluginVersion } from "../edge/versions.ts";

export const group = "Looking";
export const usage = "";
export const summary = "Show the versions of the plugin and of its programs";
export const details = [
  "The plugin, the kubectl and the kubedog that it runs, and the Node that runs it. No cluster is asked: where an app was deployed",
  "to one that kubectl does not go with, a warning says so.",
];
export const examples = [""] as const;
export const seeAlso = ["kubectl", "report"] as const;

export async function run(call: Call): Promise<void> {
  parse(call);
  const [plugin, programs] = await Promise.all([pluginVersion(), readPrograms()]);
  const rows = [
    [PLUGIN, plugin],
    ...programs.map(({ name, path, version }) => [name, path === null ? "missing" : (version ?? "unknown")]),
    ["node", process.version],
  ];
  print(columns(rows).join("\n"));
  await warnOfSkew(programs);
}

/** A server's version is what the last deploy of an app saw of it. */
async function warnOfSkew(programs: readonly Program[]): Promise<void> {
  const kubectl = inShort(programs.find(({ name }) => name === "kubectl")?.version ?? "");
  if (kubectl === null) return;
  const servers = [...(await readRecords()).values()].flatMap(({ versions }) => versions?.server ?? []);
  for (const server of new Set(servers)) for (const line of skewed({ server, kubectl }) ?? []) warn(line);
}
