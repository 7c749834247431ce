// Why a container does not run or is not ready.
import type { KubeObject } from "../model/manifest.ts";
import { deadlinesOf } from "../plan/deadlines.ts";
import type { ContainerStatus, Ended } from "./container-status.ts";
import { type Evidence, SETTLED, type Trouble, typeOf, warningsOf } from "./evidence.ts";
import { pullTrouble } from "./image.ts";
import { checkTrouble, killedBy } from "./probes.ts";

/** How often a container may exit before it counts as crash-looping: one time more than a start on a busy node would. */
const DEATHS = 2;

/** Null while nothing is wrong with it; `owner` is the Deployment that says how long its checks may take. */
export function containerTrouble(
  pod: KubeObject,
  owner: KubeObject | null,
  status: ContainerStatus,
  evidence: Evidence,
): Trouble | null {
  const { waiting, running, terminated } = status.state ?? {};
  const ended = terminated ?? status.lastState?.terminated;
  const reason = waiting?.reason ?? "";
  const said = waiting?.message ?? reason;
  if (/Image/.test(reason)) return pullTrouble(status, said, evidence, pod);
  if (reason === "CreateContainerConfigError") return misconfigured(pod, said, evidence);
  if (ended?.reason === "StartError" || ended?.reason === "ContainerCannotRun")
    return cannotStart(pod, ended.message ?? ended.reason, evidence);
  if (["RunContainerError", "CreateContainerError"].includes(reason))
    return { ...cannotStart(pod, said, evidence), isFinal: evidence.seconds >= SETTLED };
  if (ended && !running) return died(pod, status, ended, evidence);
  if (reason === "ContainerCreating") return unmounted(pod, evidence);
  return running === undefined || status.ready ? null : unready(pod, owner, status.name, running.startedAt, evidence);
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
  return checkTrouble(pod, name, seconds, patience !== undefined && seconds > patience, evidence);
}

function misconfigured(pod: KubeObject, message: string, { app, seconds }: Evidence): Trouble {
  const isRoot = message.includes("runAsNonRoot");
  return {
    isFinal: seconds >= SETTLED,
    says: isRoot
      ? "the container must not run as root, but the image does"
      : `the container cannot be created: ${message}`,
    helps: isRoot
      ? "set a non-root user in the image (USER in the Dockerfile)"
      : `see what the pod asks for: dokku scheduler-kubernetes:show-manifest ${app} ${typeOf(pod)} deployment`,
  };
}

function cannotStart(pod: KubeObject, message: string, { app }: Evidence): Trouble {
  const [, said = message] = /unable to start container process: (.*?)(?:: unknown)?$/s.exec(message) ?? [];
  return {
    isFinal: true,
    says: `the container cannot start: ${said}`,
    helps: `see the command: dokku scheduler-kubernetes:show-manifest ${app} ${typeOf(pod)} deployment; it comes from the Procfile or the image`,
  };
}

function died(pod: KubeObject, status: ContainerStatus, ended: Ended, evidence: Evidence): Trouble {
  const type = typeOf(pod);
  const deaths = status.restartCount + (status.state?.terminated || status.state?.waiting ? 1 : 0);
  const isFinal = deaths > DEATHS;
  const times = deaths === 1 ? "once" : `${deaths} times`;
  const check = killedBy(pod, status.name, warningsOf(evidence, pod));
  const limit = limitOf(pod, status.name);
  const isKnown = ended.reason === "OOMKilled";
  // Not every runtime reports OOMKilled in time.
  if (isKnown || (ended.exitCode === 137 && limit !== null && check === null))
    return {
      isFinal,
      says: `the container was killed ${isKnown ? `${times} for running out of memory` : `${times}, most likely for running out of memory`}${limit === null ? "" : `: its limit is ${limit}`}`,
      helps: `raise the limit: dokku resource:limit --memory MEGABYTES --process-type ${type} ${evidence.app}, then dokku ps:rebuild ${evidence.app}`,
    };
  if (check !== null)
    return {
      isFinal,
      says: `the container was killed ${times} by its ${check}`,
      helps: "change the check in app.json, or allow it more time (initialDelay, attempts)",
    };
  const said = ended.message ? `: ${ended.message.trim()}` : "";
  return {
    isFinal,
    says: `the container exited ${deaths === 1 ? "" : `${times}, last `}with exit code ${ended.exitCode}${signal(ended.exitCode)}${said}`,
    helps: `see its output: dokku logs:failed ${evidence.app}`,
  };
}

const signal = (code: number) => (code === 137 ? " (SIGKILL)" : code === 143 ? " (SIGTERM)" : "");

function limitOf({ spec }: KubeObject, name: string): string | null {
  const { containers } = spec as {
    readonly containers: readonly {
      readonly name: string;
      readonly resources?: { readonly limits?: { readonly memory?: string } };
    }[];
  };
  return containers.find((container) => container.name === name)?.resources?.limits?.memory ?? null;
}

/** A container that is still being created; the warnings say when a volume holds it up. */
function unmounted(pod: KubeObject, evidence: Evidence): Trouble | null {
  const said = warningsOf(evidence, pod).find((message) =>
    /^(MountVolume|AttachVolume|Unable to attach)/.test(message),
  );
  if (said === undefined) return null;
  return {
    isFinal: said.includes("not found") && evidence.seconds >= 2 * SETTLED,
    says: `a volume cannot be mounted: ${said}`,
    helps: `see what it mounts: dokku scheduler-kubernetes:list-mount ${evidence.app}`,
  };
}
