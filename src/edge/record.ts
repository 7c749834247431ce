// The record of an app's last release, one JSON file in the app's data folder.
import { access } from "node:fs/promises";
import type { Cluster } from "../core/model/cluster.ts";
import { key } from "../core/model/manifest.ts";
import { completed, type ReleaseRecord } from "../core/model/record.ts";
import { seenFrom } from "../core/plan/move.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { namesIn, readData, removeData, writeData } from "./files.ts";
import { isSameCluster } from "./kube/kubeconfig.ts";
import { tolerated } from "./system.ts";

const file = (app: string) => dataRoot(PLUGIN, app, "release.json");

export async function readRecord(app: string): Promise<ReleaseRecord | null> {
  const record = await readData<ReleaseRecord>(file(app), "release");
  return record && completed(record);
}

export async function writeRecord(app: string, record: ReleaseRecord): Promise<void> {
  await writeData(file(app), "release", record);
}

/** Whether there is one, readable or not. */
export async function isRecorded(app: string): Promise<boolean> {
  return access(file(app)).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
}

/** Changes a record that is there. */
export async function updateRecord(app: string, change: (record: ReleaseRecord) => ReleaseRecord): Promise<void> {
  const record = await readRecord(app);
  if (record !== null) await writeRecord(app, change(record));
}

export async function removeRecord(app: string): Promise<void> {
  await removeData(file(app));
}

/** Every record that can be read, by app; what is wrong with others is said. */
export async function readRecords(): Promise<ReadonlyMap<string, ReleaseRecord>> {
  const records = new Map<string, ReleaseRecord>();
  // One after the other: of all at once, the texts would be held together.
  for (const app of await namesIn(dataRoot(PLUGIN))) {
    const record = await tolerated(() => readRecord(app));
    if (record) records.set(app, record);
  }
  return records;
}

/** The same as a cluster sees them. */
export async function readRecordsFrom(cluster: Cluster): Promise<ReadonlyMap<string, ReleaseRecord>> {
  const records = await readRecords();
  return new Map([...records].map(([app, record]) => [app, seenFrom(cluster, record, isSameCluster)]));
}

/** The app that has an object besides `app`, by the object's key. */
export async function readOtherOwners(app: string, cluster: Cluster): Promise<ReadonlyMap<string, string>> {
  const others = [...(await readRecordsFrom(cluster))].filter(([name]) => name !== app);
  return new Map(others.flatMap(([name, { objects }]) => objects.map((ref) => [key(ref), name] as const)));
}
