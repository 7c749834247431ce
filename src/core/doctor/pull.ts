// Whether a node could pull the app's image just now.
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { type Check, ok, warning, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const pull: Check<AppFacts> = {
  name: "pull",
  of: ({ name, pull }) => {
    if (pull === null) return [];
    if (pull.pulled === null) return warning(`no pod was started: ${pull.why}`);
    return pull.pulled ? ok(pull.why) : wrong(pull.why, `dokku registry:report ${name}`);
  },
};

/** While a container's image is on its way to the node, and where it did not come. */
const PULLING: readonly unknown[] = ["ContainerCreating", "PodInitializing"];
const FAILED = /Image|^RegistryUnavailable$/;

/** After so many seconds. */
export function notPulledBy(
  pod: KubeObject | undefined,
  reference: string,
  seconds: number,
): NonNullable<AppFacts["pull"]> {
  const node = at(pod, "spec", "nodeName");
  if (node === undefined) return { pulled: null, why: `no node had taken one after ${seconds} s` };
  return { pulled: false, why: `${node} had not pulled ${reference} after ${seconds} s` };
}

/** Null while it is not decided. What starts after the pull, or does not, makes no difference. */
export function pulledBy(pod: KubeObject): AppFacts["pull"] {
  const [status] = list(at(pod, "status", "containerStatuses"));
  const node = String(at(pod, "spec", "nodeName") ?? "a node");
  const waiting = at(status, "state", "waiting");
  const reason = at(waiting, "reason");
  if (status === undefined || PULLING.includes(reason)) return null;
  if (typeof reason === "string" && FAILED.test(reason))
    return { pulled: false, why: `${node} could not pull the image: ${at(waiting, "message") ?? reason}` };
  return { pulled: true, why: `${node} pulled the image` };
}
