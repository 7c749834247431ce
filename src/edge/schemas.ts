// The schemas that come with the plugin, Kubernetes' own and those of widespread custom resources, and those that a cluster has told of its own.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import type { App } from "../core/model/app.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../core/model/manifest.ts";
import { minorOf } from "../core/model/versions.ts";
import { SchemaSet } from "../core/validate/schema-set.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { nextPlaceOf } from "./dokku/place.ts";
import { namesIn, readText, writeText } from "./files.ts";
import { serverOf } from "./kube/kubeconfig.ts";
import { shipped } from "./shipped.ts";

const SUFFIX = ".tsv";
/** Milliseconds after which a cluster is asked again: custom resources change when somebody updates what provides them. */
const FRESH = 3_600_000;

const kubernetesFile = () => shipped(`schemas/kubernetes${SUFFIX}`);

/** Without custom resources, by minor: a command holds much against the same. */
const plain = new Map<number | null, SchemaSet>();

type Objects = readonly Pick<Manifest, "object">[];

/** The set of the app's cluster and its version; of the newest where nobody knows it. Throws FILE_UNUSABLE. */
export async function readSchemas(
  { name, versions }: Pick<App, "name" | "versions">,
  manifests: Objects,
): Promise<SchemaSet> {
  const minor = versions === null ? null : minorOf(versions.server);
  const ours = await plainSet(minor);
  const own = customOf(ours, manifests);
  if (own.length === 0) return ours;
  const { cluster } = await nextPlaceOf(name);
  const told = own.flatMap((apiVersion) => {
    const file = toldFile(cluster, apiVersion);
    return file === null ? [] : [{ apiVersion, file }];
  });
  const [texts, answers] = await Promise.all([
    Promise.all([kubernetesFile(), ...(await shippedFiles(own))].map(needed)),
    Promise.all(told.map(({ file }) => readText(file))),
  ]);
  const old = await unasked(cluster, manifests);
  const served = told
    .filter(({ apiVersion }, index) => answers[index] !== null && !old.includes(apiVersion))
    .map(({ apiVersion }) => apiVersion);
  const lines = [...texts, ...answers.filter((text) => text !== null)].join("\n");
  return new SchemaSet(lines, minor, served);
}

async function plainSet(minor: number | null): Promise<SchemaSet> {
  const set = plain.get(minor) ?? new SchemaSet(await needed(kubernetesFile()), minor);
  plain.set(minor, set);
  return set;
}

async function needed(file: string): Promise<string> {
  const text = await readText(file);
  if (text !== null) return text;
  throw new SchedulerError(
    "FILE_UNUSABLE",
    `read ${file}`,
    ["it is missing"],
    "dokku plugin:update scheduler-kubernetes",
  );
}

/** API versions of custom resources of which the cluster was not asked for an hour. */
export async function unasked(cluster: Cluster, manifests: Objects): Promise<readonly string[]> {
  const now = Date.now();
  const own = customOf(await plainSet(null), manifests);
  const asked = await Promise.all(
    own.map(async (apiVersion) => {
      const file = toldFile(cluster, apiVersion);
      if (file === null) return [];
      const age = await stat(file).then(
        ({ mtimeMs }) => now - mtimeMs,
        () => Number.POSITIVE_INFINITY,
      );
      return age < FRESH ? [] : [apiVersion];
    }),
  );
  return asked.flat();
}

/** What a cluster has told of the fields of an API version; whether that is news. Throws FILE_UNUSABLE. */
export async function keepTold(cluster: Cluster, apiVersion: string, lines: readonly string[]): Promise<boolean> {
  const file = toldFile(cluster, apiVersion);
  if (file === null) return false;
  const text = lines.join("\n");
  const before = await readText(file);
  await writeText(file, text);
  return text !== before;
}

/** API versions of groups that are not Kubernetes' own: those have a dot. */
function customOf(ours: SchemaSet, manifests: Objects): readonly string[] {
  const all = new Set(manifests.map(({ object }) => object.apiVersion));
  return [...all].filter((version) => isGrouped(version) && !ours.isBuiltIn(version));
}

function isGrouped(apiVersion: string): boolean {
  const [group = "", version = "", ...rest] = apiVersion.split("/");
  return group.includes(".") && version !== "" && rest.length === 0;
}

async function shippedFiles(versions: readonly string[]): Promise<readonly string[]> {
  const custom = shipped("schemas/custom");
  const names = (await namesIn(custom)).filter((name) =>
    versions.some((version) => name === groupOf(version) + SUFFIX),
  );
  return names.map((name) => join(custom, name));
}

const groupOf = (apiVersion: KubeObject["apiVersion"]) => apiVersion.replace(/\/.*/, "");

/** Null where nobody knows which cluster that is. */
function toldFile(cluster: Cluster, apiVersion: string): string | null {
  const server = serverOf(cluster);
  const safe = (text: string) => text.replaceAll(/[^\w.-]+/g, "_");
  return server && dataRoot(PLUGIN, "--schemas", safe(server), safe(apiVersion) + SUFFIX);
}
