// Exit code 0 when a rollout of the app has succeeded. Dokku keeps the answer for good, so it comes from what we know
// ourselves: a cluster that is down for a minute would make a running app "not deployed" until its next deploy.
import { readRecord } from "../edge/record.ts";

export async function run([, app = ""]: readonly string[]): Promise<number> {
  const record = await readRecord(app);
  return record?.deployedAt ? 0 : 1;
}
