// What a container's checks ask, and what it answered.
import type { KubeObject } from "../model/manifest.ts";
import { containerOf, type Probe } from "./container-status.ts";
import { type Evidence, type Trouble, type Warning, warningsOf } from "./evidence.ts";

const checks = ["startup", "readiness", "liveness"] as const;
type Check = (typeof checks)[number];

/** A container that runs and is not ready: which check is not answered, and with what. Null where it has none. */
export function checkTrouble(
  pod: KubeObject,
  name: string,
  seconds: number,
  isFinal: boolean,
  evidence: Evidence,
): Trouble | null {
  const own = checks.filter((check) => probeOf(pod, name, check) !== null);
  // Ready is what a readiness check says; one that has only to start up is ready then.
  const open = own.includes("readiness") ? "readiness" : own.find((check) => check === "startup");
  if (open === undefined) return null;
  const failed = lastFailed(warningsOf(evidence, pod.metadata.name), own) ?? { check: open, answer: null };
  const asked = askedBy(pod, name, failed.check);
  const answer = failed.answer === null ? "" : `: ${failed.answer}`;
  const isClosed = failed.answer?.startsWith("nothing listens") ?? false;
  return {
    isFinal,
    says: `the container has been running for ${seconds} s, but its ${failed.check} check${asked} has not succeeded${answer}`,
    helps: isClosed
      ? `make the process listen on $PORT, or name its port: dokku ports:set ${evidence.app} http:80:PORT`
      : "change the check in app.json, or make the app answer it",
  };
}

/** `liveness check GET :5000/alive: 503`, when that is what ends the container. */
export function killedBy(pod: KubeObject, name: string, warnings: readonly Warning[]): string | null {
  for (const check of ["liveness", "startup"] as const) {
    const failed = lastFailed(warnings, [check]);
    if (failed !== null && probeOf(pod, name, check) !== null)
      return `${check} check${askedBy(pod, name, check)}: ${failed.answer}`;
  }
  return null;
}

function lastFailed(warnings: readonly Warning[], among: readonly Check[]): { check: Check; answer: string } | null {
  for (const { message } of warnings) {
    const [, kind = "", said = ""] = /^(\w+) probe (?:failed|errored)[^:]*: (.*)$/s.exec(message) ?? [];
    const check = among.find((check) => check === kind.toLowerCase());
    if (check) return { check, answer: answerIn(said) };
  }
  return null;
}

function answerIn(said: string): string {
  const [, status] = /statuscode: (\d+)/.exec(said) ?? [];
  if (status !== undefined) return `it answered ${status}`;
  if (said.includes("connection refused")) return "nothing listens on that port";
  if (/deadline exceeded|timeout/i.test(said)) return "it did not answer in time";
  return said.trim();
}

/** ` GET :5000/healthz`: what a check of a container asks for. */
function askedBy(pod: KubeObject, name: string, check: Check): string {
  const { httpGet, tcpSocket, exec } = probeOf(pod, name, check) ?? {};
  if (httpGet) return ` GET :${httpGet.port}${httpGet.path ?? "/"}`;
  if (tcpSocket) return ` (a connection to :${tcpSocket.port})`;
  return exec?.command ? ` (${exec.command.join(" ")})` : "";
}

const probeOf = (pod: KubeObject, name: string, check: Check): Probe | null =>
  containerOf(pod, name)?.[`${check}Probe`] ?? null;
