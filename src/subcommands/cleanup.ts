// dokku scheduler-kubernetes:cleanup

import type { SchedulerError } from "../core/errors.ts";
import { clusterName, type Place } from "../core/model/cluster.ts";
import type { Ref } from "../core/model/manifest.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { confirm } from "../edge/confirm.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readAllLeftovers } from "../edge/leftovers.ts";
import { withLock } from "../edge/lock.ts";
import { detail, header, print, warn } from "../edge/log.ts";
import { appsWithLeftovers, type Finding, findLeftovers } from "../tasks/leftovers/find.ts";
import { emptyNamespaces, removeNamespace } from "../tasks/leftovers/namespaces.ts";
import { removeLeftovers } from "../tasks/leftovers/remove.ts";

export const group = "Repair";
export const usage = "[APP] [--force] [--format json|stdout] [--with-claims]";
export const summary = "Remove what an app left behind where it no longer runs";
export const details = [
  "Lists what an app has left behind: in the namespace or cluster it was moved from, under another scheduler, or after",
  "it was destroyed while its cluster was unreachable. Then it asks and removes them. Only objects with the labels of the",
  "app are removed. Persistent volume claims stay unless --with-claims is given. Without APP it covers all apps, and",
  "namespaces that were made for apps of this server, where none lives any more and that hold nothing.",
  "--force does not ask. With --format json nothing is removed.",
];
export const examples = ["node-js-app", "--force --with-claims"] as const;
export const seeAlso = ["adopt", "docs/moving-apps.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options, flags } = parse(call);
  const [name = null] = words;
  if (name !== null && !(await readAllLeftovers()).has(name)) await mustExist(name);
  const apps = name === null ? await appsWithLeftovers() : [name];
  const found = await Promise.all(apps.map(async (app) => [app, await findLeftovers(app)] as const));
  const namespaces = name === null ? await emptyNamespaces() : [];
  const rows = [
    ...found.flatMap(([app, findings]) => findings.flatMap((finding) => rowsOf(app, finding))),
    ...namespaces.map(namespaceRow),
  ];

  if (options.get("format") === "json") print(JSON.stringify(rows));
  else await cleanUp(name, { apps, namespaces }, rows, flags);
  mustHaveAnswered(found.flatMap(([, findings]) => findings.flatMap(({ error }) => error ?? [])));
}

async function cleanUp(
  name: string | null,
  { apps, namespaces }: { readonly apps: readonly string[]; readonly namespaces: readonly Place[] },
  rows: readonly Row[],
  flags: ReadonlySet<string>,
): Promise<void> {
  if (rows.length === 0) return detail(`Nothing is left of ${name ?? "any app"} where it no longer runs`);
  const withClaims = flags.has("with-claims");
  for (const app of [...apps, null]) show(app, rows, withClaims);
  const count = rows.filter(
    ({ state }) => ["left", "empty"].includes(state) || (withClaims && state === "claim"),
  ).length;
  if (count === 0) return;
  const whose = name === null ? "" : ` of ${name}`;
  if (!flags.has("force"))
    await confirm(
      `This removes ${count} ${count === 1 ? "object" : "objects"}${whose} from Kubernetes.`,
      name ?? "all",
    );
  for (const app of apps) await withLock(`app ${app}`, () => removeLeftovers(app, withClaims));
  for (const place of namespaces) await removeNamespace(place);
}

/** Throws the first of what clusters answered instead of what is there. */
function mustHaveAnswered([first, ...others]: readonly SchedulerError[]): void {
  for (const { doing, because } of others) for (const line of [doing, ...because]) warn(line);
  if (first !== undefined) throw first;
}

interface Row {
  /** Null for what belongs to none. */
  readonly app: string | null;
  /** Null for the default cluster. */
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly kind: string;
  readonly name: string;
  readonly state: keyof typeof NOTES;
}

const NOTES = {
  left: "",
  empty: ", which was made for apps and is empty",
  shared: ": the rules of the app are removed, the others stay",
  claim: " stays with its data: --with-claims removes it",
  unlabelled: " stays: it no longer has the app's labels",
  unknown: " may exist: its cluster could not be asked",
} as const;

function rowsOf(app: string, { cluster, error, ...found }: Finding): readonly Row[] {
  const rows = (state: Row["state"], refs: readonly Ref[]) =>
    refs.map(({ kind, namespace, name }) => ({ app, cluster: clusterName(cluster), namespace, kind, name, state }));
  return [
    ...rows(error === null ? "left" : "unknown", found.removable),
    ...rows("shared", found.shared),
    ...rows("claim", found.claims),
    ...rows("unlabelled", found.unlabelled),
  ];
}

function namespaceRow({ cluster, namespace }: Place): Row {
  return {
    app: null,
    cluster: clusterName(cluster),
    namespace: null,
    kind: "Namespace",
    name: namespace,
    state: "empty",
  };
}

function show(app: string | null, rows: readonly Row[], withClaims: boolean): void {
  const own = rows.filter((row) => row.app === app);
  if (own.length > 0) header(app === null ? "Left behind by apps that are gone" : `Left behind by ${app}`);
  for (const { kind, name, namespace, cluster, state } of own) {
    const places = [
      namespace === null ? "" : ` in namespace ${namespace}`,
      cluster === null ? "" : ` of cluster ${cluster}`,
    ];
    detail(`${kind} ${name}${places.join("")}${withClaims && state === "claim" ? " with its data" : NOTES[state]}`);
  }
}
