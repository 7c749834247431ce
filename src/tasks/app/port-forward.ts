// A port of this server that leads to a pod, for as long as the command runs.

import { processSelector } from "../../core/objects/labels.ts";
import { choosePod, type Purpose } from "../../core/one-off/enter.ts";
import type { ForwardCall } from "../../core/one-off/forward.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { list } from "../../edge/kube/kubectl.ts";
import { forwardPort } from "../../edge/kube/pods.ts";
import { readRecord } from "../../edge/record.ts";
import { neverDeployed } from "../one-off/prepare.ts";

const PURPOSE: Purpose = { doing: "forward a port to", command: "dokku scheduler-kubernetes:port-forward" };

/** The exit code of kubectl, which says itself where it listens and why it stops. */
export async function forward(app: string, { process, ports }: ForwardCall): Promise<number> {
  await mustExist(app);
  const record = await readRecord(app);
  if (record === null) throw neverDeployed(app);
  const place = await placeOf(app);
  const pods = await list(["pods"], processSelector(app), place);
  const pod = choosePod(app, { process, pod: null }, pods, PURPOSE);
  return forwardPort({ ...place, pod: pod.metadata.name, container: null }, ports ?? `${record.port}`);
}
