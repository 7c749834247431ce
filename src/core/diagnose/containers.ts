// Why a container does not run or is not ready.
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import { deadlinesOf } from "../plan/deadlines.ts";
import { type ContainerStatus, type Ended, isInit } from "./container-status.ts";
import { uncreated } from "./creating.ts";
import { type Evidence, mayHeal, placeOf, SETTLED, showManifest, type Trouble } from "./evidence.ts";
import { exited, unstartable } from "./exits.ts";
import { isPullTrouble, pullTrouble } from "./image.ts";
import { checkTrouble } from "./probes.ts";

const CREATING: Trouble = {
  isFinal: false,
  says: "the container is still being created: the node pulls its image and mounts its volumes",
  helps: null,
};

/** Null while it runs as it should; `owner` is the Deployment that says how long its checks may take. */
export function containerTrouble(
  pod: KubeObject,
  owner: KubeObject | null,
  status: ContainerStatus,
  evidence: Evidence,
): Trouble | null {
  const { waiting, running, terminated } = status.state ?? {};
  // How its last try ended counts no more once the next one runs.
  if (running) return status.ready ? null : unready(pod, owner, status.name, running.startedAt, evidence);
  const ended = terminated ?? status.lastState?.terminated ?? null;
  const { reason = "", message = reason } = waiting ?? {};
  const failed = uncreatable(pod, status, reason, message, ended, evidence);
  if (failed !== null) return failed;
  if (ended !== null) return exited(pod, status, ended, evidence);
  return reason === "ContainerCreating" || reason === "PodInitializing" ? (uncreated(pod, evidence) ?? CREATING) : null;
}

/** By the reason that it waits for; after RunContainerError the status tells how the start ended as well. */
function uncreatable(
  pod: KubeObject,
  status: ContainerStatus,
  reason: string,
  message: string,
  ended: Ended | null,
  evidence: Evidence,
): Trouble | null {
  if (isPullTrouble(reason)) return pullTrouble(status, reason, message, evidence, pod);
  if (reason === "CreateContainerConfigError") return misconfigured(pod, message, evidence);
  const isStart = /Error$/.test(reason) && (ended === null || reason !== "RunContainerError");
  return isStart ? unstartable(pod, message, evidence.seconds >= SETTLED, evidence) : null;
}

function unready(
  pod: KubeObject,
  owner: KubeObject | null,
  name: string,
  startedAt: string,
  evidence: Evidence,
): Trouble | null {
  const patience = owner ? deadlinesOf(owner).readiness[name] : undefined;
  const seconds = Math.round((evidence.now - Date.parse(startedAt)) / 1000);
  const found = checkTrouble(pod, name, seconds, patience !== undefined && seconds > patience, evidence);
  return found ?? (isInit(pod, name) ? unfinished(pod, name, seconds, evidence) : null);
}

/** An init container has no checks: it is done when it exits. */
function unfinished(pod: KubeObject, name: string, seconds: number, evidence: Evidence): Trouble {
  return {
    isFinal: false,
    says: `it has been running for ${seconds} s, and the app starts only when it has exited`,
    helps: `see its output: ${kubectlOf(evidence.app)} logs ${pod.metadata.name} -c ${name} ${placeOf(pod)}`,
  };
}

interface Misconfiguration {
  readonly sign: RegExp;
  readonly says: string;
  readonly helps: string;
}

/** By the kubelet's words: verifyRunAsNonRoot in pkg/kubelet/kuberuntime. */
const users: readonly Misconfiguration[] = [
  {
    sign: /non-numeric user/,
    says: "the container must not run as root, and whether it does cannot be told from the name of its user",
    helps: "set the user by its number in the image (USER 1000 in the Dockerfile), or runAsUser in a template",
  },
  {
    sign: /runAsNonRoot/,
    says: "the container must not run as root, but the image does",
    helps: "set a non-root user by its number in the image (USER 1000 in the Dockerfile)",
  },
];

function misconfigured(pod: KubeObject, message: string, { app, seconds }: Evidence): Trouble {
  const isFinal = seconds >= SETTLED && !mayHeal(message);
  const user = users.find(({ sign }) => sign.test(message));
  if (user !== undefined) return { isFinal, says: user.says, helps: user.helps };
  return {
    isFinal,
    says: `the container cannot be created: ${message}`,
    helps: `see what the pod asks for: ${showManifest(pod, app)}`,
  };
}
