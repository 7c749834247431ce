// Why a container exited, or could not be started at all.
import type { KubeObject } from "../model/manifest.ts";
import { type ContainerStatus, containerOf, type Ended, isInit } from "./container-status.ts";
import { type Evidence, mayHeal, showManifest, type Trouble, typeFlag, warningsOf } from "./evidence.ts";
import { killedBy } from "./probes.ts";

/** How often a container may exit before it counts as crash-looping: one time more than a start on a busy node would. */
const DEATHS = 2;

export function exited(pod: KubeObject, status: ContainerStatus, ended: Ended, evidence: Evidence): Trouble {
  const deaths = status.restartCount + (status.state?.terminated || status.state?.waiting ? 1 : 0);
  const isFinal = deaths > DEATHS;
  const message = ended.message?.trim() ?? "";
  if (ended.reason === "StartError" || ended.reason === "ContainerCannotRun")
    return unstartable(pod, message || ended.reason, isFinal, evidence);
  const times = deaths === 1 ? "once" : `${deaths} times`;
  return (
    killed(pod, status.name, ended, times, isFinal, evidence) ?? {
      isFinal,
      says: `the container exited ${deaths === 1 ? "" : `${times}, last `}with exit code ${ended.exitCode}${signal(ended.exitCode)}${message === "" ? "" : `: ${message}`}`,
      helps: `see its output: dokku logs:failed ${evidence.app}`,
    }
  );
}

/** Final, if anything can be, where `isSettled`. */
export function unstartable(pod: KubeObject, message: string, isSettled: boolean, { app }: Evidence): Trouble {
  const [, said = message] = /unable to start container process: (.*?)(?:: unknown)?$/s.exec(message) ?? [];
  return {
    isFinal: isSettled && !mayHeal(said),
    says: `the container cannot start: ${said}`,
    helps: `see the command: ${showManifest(pod, app)}; it comes from the Procfile or the image`,
  };
}

/** Null when it exited by itself. */
function killed(
  pod: KubeObject,
  name: string,
  ended: Ended,
  times: string,
  isFinal: boolean,
  evidence: Evidence,
): Trouble | null {
  const warnings = warningsOf(evidence, pod.metadata.name);
  const check = killedBy(pod, name, warnings);
  const limit = containerOf(pod, name)?.resources?.limits?.memory ?? null;
  const isKnown = ended.reason === "OOMKilled";
  const hook = warnings.find(({ reason }) => reason === "FailedPostStartHook");
  if (!isKnown && hook !== undefined)
    return {
      isFinal,
      says: `the container was killed ${times} because its postStart hook failed: ${hook.message}`,
      helps: `see the hook: ${showManifest(pod, evidence.app)}`,
    };
  // Not every runtime reports OOMKilled in time.
  if (isKnown || (ended.exitCode === 137 && limit !== null && check === null))
    return {
      isFinal,
      says: `the container was killed ${isKnown ? `${times} for running out of memory` : `${times}, most likely for running out of memory`}${limit === null ? "" : `: its limit is ${limit}`}`,
      helps: isInit(pod, name)
        ? `raise the limit of ${name} in the template that adds it`
        : `raise the limit: dokku resource:limit --memory MEGABYTES${typeFlag(pod)} ${evidence.app}, then dokku ps:rebuild ${evidence.app}`,
    };
  if (check === null) return null;
  return {
    isFinal,
    says: `the container was killed ${times} by its ${check}`,
    helps: "change the check in app.json, or allow it more time (initialDelay, attempts)",
  };
}

const signal = (code: number) => (code === 137 ? " (SIGKILL)" : code === 143 ? " (SIGTERM)" : "");

/** A word that means something to a shell only, in a command that no shell runs. */
export function shellWord(pod: KubeObject, name: string): string | null {
  const { command = [], args = [] } = containerOf(pod, name) ?? {};
  const words = [...command, ...args];
  if (words.some((word) => /^-\w*c$/.test(word))) return null;
  const found = words.find((word) => /^(?:&&?|\|\|?|;|\d?>>?.*|<.*|\d?>&\d)$|^[^;]+;$/.test(word)) ?? null;
  return found?.endsWith(";") ? ";" : found;
}
