// Shows the object that a deploy would apply, without a cluster and without writing anything. Values of Secrets are masked.
import { issueReport } from "../core/validate/report.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { chooseManifest } from "../core/words/choose-manifest.ts";
import { masked, yamlOf } from "../core/words/rendered.ts";
import { print, warn } from "../edge/log.ts";
import { preview } from "../tasks/render/preview.ts";

export const group = "Deploys";
export const usage = "APP [PROCESS-TYPE] [KIND] [--format json|yaml] [--show-secrets]";
export const summary = "Show an object that a deploy would apply";
export const details = [
  "PROCESS-TYPE is web and KIND is deployment unless given. KIND is written as in Kubernetes (NetworkPolicy,",
  "networkpolicy) or as in the list of templates (network-policy). Nothing is written and the cluster is not asked.",
  "Values of Secrets are masked unless --show-secrets is given.",
];
export const examples = ["node-js-app", "node-js-app worker deployment --format json"] as const;
export const seeAlso = ["render", "docs/templates.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options, flags } = parse(call);
  const [app = "", processType = "web", kind = "deployment"] = words;
  const manifest = chooseManifest(await preview(app), app, processType, kind);
  for (const line of issueReport([manifest])) warn(line);
  const shown = flags.has("show-secrets") ? manifest.object : masked(manifest.object);
  if (options.get("format") === "json") return print(JSON.stringify(shown, null, 2));
  for (const path of manifest.source.patches) print(`# patched by ${path}`);
  print(yamlOf(shown));
}
