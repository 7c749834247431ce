// Shows the object that a deploy would apply, without a cluster and without writing anything. Values of Secrets are masked.
import { dump } from "js-yaml";
import { SchedulerError } from "../core/errors.ts";
import { appOf } from "../core/model/app.ts";
import { clusterOf } from "../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../core/model/manifest.ts";
import { recordedState } from "../core/model/record.ts";
import { issueReport } from "../core/validate/report.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { readApp } from "../edge/dokku/app.ts";
import { readNeighbours } from "../edge/dokku/neighbours.ts";
import { isSameCluster } from "../edge/kube/kubeconfig.ts";
import { print, warn } from "../edge/log.ts";
import { readRecord } from "../edge/record.ts";
import { renderAndValidate } from "../tasks/render/render.ts";

export const usage = "APP [PROCESS-TYPE] [KIND] [--format json|yaml] [--show-secrets]";
export const summary = "Show an object that a deploy would apply";
export const details = [
  "PROCESS-TYPE is web and KIND is deployment unless given. Nothing is written and the cluster is not asked.",
  "Values of Secrets are masked unless --show-secrets is given.",
  "",
  "Example: dokku scheduler-kubernetes:show-manifest node-js-app worker deployment --format json",
];

/** Arguments: app, process type (`web`), kind (`deployment`), `--format json|yaml`, `--show-secrets`. */
export async function run(call: Call): Promise<void> {
  const { words, options, flags } = parse(call);
  const [name = "", processType = "web", kind = "deployment"] = words;
  const manifests = await manifestsOf(name);
  const { object, issues } = find(manifests, name, processType, kind);
  for (const line of issueReport([...manifests].filter((manifest) => manifest.issues === issues))) warn(line);
  const shown = flags.has("show-secrets") ? object : masked(object);
  print(
    options.get("format") === "json" ? JSON.stringify(shown, null, 2) : dump(shown, { lineWidth: -1, noRefs: true }),
  );
}

async function manifestsOf(name: string): Promise<readonly Manifest[]> {
  const record = await readRecord(name);
  const app = await readApp(name, null, record);
  const { namespace } = app.properties;
  const cluster = clusterOf(app.properties);
  // Whose the namespace is only the cluster knows before the first deploy: a deploy would make a missing one.
  const isThere = record?.namespace.name === namespace && isSameCluster(record.cluster, cluster);
  const managed = isThere ? record.namespace.managed : true;
  const state = recordedState(record, { name: namespace, managed });
  const neighbours = await readNeighbours({ cluster, namespace }, name, false);
  return (await renderAndValidate(appOf(app, state, neighbours))).manifests;
}

function find(manifests: readonly Manifest[], app: string, processType: string, kind: string): Manifest {
  const found = manifests.find(
    ({ ref, processType: type }) =>
      ref.kind.toLowerCase() === kind.toLowerCase() && (type === processType || type === null),
  );
  if (found !== undefined) return found;
  const known = manifests.map(({ ref, processType: type }) => `${type ?? "(any)"} ${ref.kind.toLowerCase()}`);
  throw new SchedulerError("NO_SUCH_OBJECT", `show the ${kind} of ${processType} of ${app}`, [
    "a deploy would not apply such an object; there are:",
    ...known.map((line) => `  ${line}`),
  ]);
}

/** A Secret without its values; every other object as it is. */
function masked(object: KubeObject): KubeObject {
  if (object.kind !== "Secret") return object;
  const keys = Object.keys((object.data as Readonly<Record<string, string>> | undefined) ?? {});
  return { ...object, data: Object.fromEntries(keys.map((key) => [key, "********"])) };
}
