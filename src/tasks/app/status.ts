// How much of an app runs. `ps:report` asks for one app after the other, each in a process of its own: one whose cluster is known to be silent does not
// load what would ask it.
import { placeBy } from "../../edge/dokku/place.ts";
import { isSilent, rememberSilent } from "../../edge/kube/silent.ts";
import { readRecord } from "../../edge/record.ts";
import type { Status } from "./ask-status.ts";

export const NOTHING: Status = { wanted: 0, available: 0, isRefused: false };

/** Milliseconds that a cluster has to have had before it counts as silent: on a busy server it may have had none. */
const PATIENCE = 1_000;

/**
 * Nothing runs of an app whose cluster has not answered after `timeout` milliseconds; nor, where it `goesByOthers`, that let another one wait
 * that long some seconds ago.
 */
export async function readStatus(app: string, timeout: number, goesByOthers: boolean): Promise<Status> {
  const record = await readRecord(app);
  const place = await placeBy(record, app);
  if (goesByOthers && isSilent(place.cluster)) return NOTHING;
  const begin = performance.now();
  const { askStatus } = await import("./ask-status.ts");
  const found = await askStatus(app, record, { ...place, timeout });
  if (found === null && performance.now() - begin >= Math.max(timeout, PATIENCE)) await rememberSilent(place.cluster);
  return found ?? NOTHING;
}
