// Why a container is still being created: its pod's warnings say what the node has tried.
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import { quantity } from "../validate/rules/quantity.ts";
import { containersOf } from "./container-status.ts";
import {
  type Evidence,
  mayHeal,
  placeOf,
  SETTLED,
  type Trouble,
  typeFlag,
  type Warning,
  warningsOf,
} from "./evidence.ts";

interface Kind {
  /** The event's reason. */
  readonly reasons: readonly string[];
  readonly sign: RegExp;
  readonly isFinal: (message: string, seconds: number) => boolean;
  readonly says: (message: string) => string;
  readonly helps: (pod: KubeObject, app: string) => string;
}

/** The node tries all of them again; a missing Secret is looked for twice as long, as it is often made just after. */
const kinds: readonly Kind[] = [
  {
    reasons: ["FailedAttachVolume"],
    sign: /^Multi-Attach error/,
    isFinal: () => false,
    says: (message) =>
      `a volume is still in use on another node, and can be attached to one node at a time: ${message.replace(/^Multi-Attach error for /, "")}`,
    helps: (pod, app) =>
      `remove what still uses it, or mount a claim with ReadWriteMany: dokku scheduler-kubernetes:list-mount ${app}; ${kubectlOf(app)} get volumeattachments; ${kubectlOf(app)} get pods ${placeOf(pod)} -o wide`,
  },
  {
    reasons: ["FailedMount", "FailedAttachVolume", "FailedMapVolume"],
    sign: /^/,
    isFinal: (message, seconds) =>
      seconds >= 2 * SETTLED && /(?:secret|configmap) "[^"]*" not found|non-existent/i.test(message),
    says: (message) => `a volume cannot be mounted: ${message}`,
    helps: (_pod, app) => `see what it mounts: dokku scheduler-kubernetes:list-mount ${app}`,
  },
  {
    reasons: ["FailedCreatePodSandBox", "NetworkNotReady"],
    sign: /^/,
    isFinal: () => false,
    says: (message) =>
      `the node cannot create the pod's sandbox (its network and its runtime): ${message.replace(/^Failed to create pod sandbox: (?:rpc error: code = \w+ desc = )?/, "")}`,
    helps: (pod, app) => `have the node looked at: ${kubectlOf(app)} describe pod ${pod.metadata.name} ${placeOf(pod)}`,
  },
];

/** Null while nothing has gone wrong with it. */
export function uncreated(pod: KubeObject, evidence: Evidence): Trouble | null {
  const { app, seconds } = evidence;
  for (const { reason, message } of warningsOf(evidence, pod.metadata.name)) {
    const kind = kinds.find(({ reasons, sign }) => reasons.includes(reason) && sign.test(message));
    if (kind === undefined) continue;
    return (
      starved(pod, { reason, message }, evidence) ?? {
        isFinal: kind.isFinal(message, seconds) && !mayHeal(message),
        says: kind.says(message),
        helps: kind.helps(pod, app),
      }
    );
  }
  return null;
}

/** Bytes. In less the runtime cannot start itself, and may find only that the other end of its pipe has gone. */
const TINY = 16 * 1024 ** 2;

/** A limit that is too low for a process: the runtime dies of it, or the volume with the token, which counts as memory, is full at once. */
function starved(pod: KubeObject, { message }: Warning, { app, seconds }: Evidence): Trouble | null {
  const { init, main } = containersOf(pod);
  const limits = [...init, ...main].flatMap(({ resources }) => resources?.limits?.memory ?? []);
  const fraction = limits.find((limit) => limit.endsWith("m"));
  const isTiny = limits.some((limit) => quantity(limit) < TINY);
  const isStarved =
    message.includes("memory limit too low") ||
    (isTiny && /init-p\b|final child's PID/.test(message)) ||
    (fraction !== undefined && /no space left/.test(message));
  if (!isStarved) return null;
  const unit =
    fraction === undefined ? "" : `; m is a thousandth of a byte, mebibytes are written ${fraction.slice(0, -1)}Mi`;
  return {
    isFinal: seconds >= SETTLED,
    says: `its memory limit is too low to start anything: ${limits.join(", ")}${unit}`,
    helps: `raise the limit: dokku resource:limit --memory MEGABYTES${typeFlag(pod)} ${app}, or in the template that sets it`,
  };
}
