// dokku scheduler-kubernetes:version
import { type Call, parse } from "../core/words/arguments.ts";
import { columns } from "../core/words/columns.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { print } from "../edge/log.ts";
import { readPrograms } from "../edge/programs.ts";
import { pluginVersion } from "../edge/versions.ts";

export const group = "Looking";
export const usage = "";
export const summary = "Show the versions of the plugin and of its programs";
export const details = [
  "The plugin, the kubectl and the kubedog that it runs, and the Node that runs it. No cluster is asked.",
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
}
