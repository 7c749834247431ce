// A port of this server that leads to a pod, for as long as the command runs.
import type { Purpose } from "../../core/one-off/enter.ts";
import type { ForwardCall } from "../../core/one-off/forward.ts";
import { forwardPort } from "../../edge/kube/pods.ts";
import { findPod } from "./pod.ts";

const PURPOSE: Purpose = { doing: "forward a port to", command: "dokku scheduler-kubernetes:port-forward" };

/** The exit code of kubectl, which says itself where it listens and why it stops. */
export async function forward(app: string, { process, ports }: ForwardCall): Promise<number> {
  const { where, port } = await findPod(app, process, PURPOSE);
  return forwardPort(where, ports ?? `${port}`);
}
