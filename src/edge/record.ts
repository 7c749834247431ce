// The record of an app's last release, one JSON file in the app's data folder.
import { readdir, rm } from "node:fs/promises";
import type { Cluster } from "../core/model/cluster.ts";
import { ONE_CLUSTER, type ReleaseRecord } from "../core/model/record.ts";
import { seenFrom } from "../core/plan/move.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { readData, writeData } from "./files.ts";
import { isSameCluster } from "./kube/kubeconfig.ts";

const file = (app: string) => dataRoot(PLUGIN, app, "release.json");

export async function readRecord(app: string): Promise<ReleaseRecord | null> {
  const record = await readData<ReleaseRecord>(file(app));
  return record && { ...ONE_CLUSTER, ...record };
}

export async function writeRecord(app: string, record: ReleaseRecord): Promise<void> {
  await writeData(file(app), record);
}

/** Changes a record that is there. */
export async function updateRecord(app: string, change: (record: ReleaseRecord) => ReleaseRecord): Promise<void> {
  const record = await readRecord(app);
  if (record !== null) await writeRecord(app, change(record));
}

export async function removeRecord(app: string): Promise<void> {
  await rm(file(app), { force: true });
}

/** Every record there is, by app. */
export async function readRecords(): Promise<ReadonlyMap<string, ReleaseRecord>> {
  const names = await readdir(dataRoot(PLUGIN)).catch(() => [] as string[]);
  const found = await Promise.all(
    names.map(async (app) => [app, await readRecord(app).catch(ignoreNotADirectory)] as const),
  );
  return new Map(found.filter((entry): entry is [string, ReleaseRecord] => entry[1] !== null));
}

/** The same as a cluster sees them. */
export async function readRecordsFrom(cluster: Cluster): Promise<ReadonlyMap<string, ReleaseRecord>> {
  const records = await readRecords();
  return new Map([...records].map(([app, record]) => [app, seenFrom(cluster, record, isSameCluster)]));
}

// The original plugin kept its binaries (kubectl, kubedog) beside the folders of apps.
function ignoreNotADirectory(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOTDIR") return null;
  throw error;
}
