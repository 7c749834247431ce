// The pod of an app that a command is about.
import { processSelector } from "../../core/objects/labels.ts";
import { choosePod, type Purpose } from "../../core/one-off/enter.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeBy } from "../../edge/dokku/place.ts";
import { list } from "../../edge/kube/kubectl.ts";
import type { ContainerPlace } from "../../edge/kube/pods.ts";
import { readRecord } from "../../edge/record.ts";
import { neverDeployed } from "../one-off/prepare.ts";

export interface FoundPod {
  readonly where: ContainerPlace;
  /** The port of web when the app was deployed. */
  readonly port: number;
}

/** `process` is `web`, `web.2` or null for the only one. Throws NO_SUCH_APP, NO_SUCH_OBJECT with what runs. */
export async function findPod(app: string, process: string | null, purpose: Purpose): Promise<FoundPod> {
  await mustExist(app);
  const record = await readRecord(app);
  if (record === null) throw neverDeployed(app);
  const place = await placeBy(record, app);
  const pods = await list(["pods"], processSelector(app), place);
  const pod = choosePod(app, { process, pod: null }, pods, purpose);
  return { where: { ...place, pod: pod.metadata.name, container: null }, port: record.port };
}
