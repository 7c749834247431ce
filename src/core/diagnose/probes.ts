// What a container's checks ask, and what it answered.
import type { KubeObject } from "../model/manifest.ts";
import { type Evidence, type Trouble, warningsOf } from "./evidence.ts";

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly exec?: { readonly command?: readonly string[] };
}

interface Container {
  readonly name: string;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

const checks = ["startup", "readiness", "liveness"] as const;
type Check = (typeof checks)[number];

/** A container that runs and is not ready: which check is not answered, and with what. */
export function checkTrouble(
  pod: KubeObject,
  name: string,
  seconds: number,
  isFinal: boolean,
  evidence: Evidence,
): Trouble {
  const failed = lastFailed(warningsOf(evidence, pod)) ?? { check: "readiness" as const, answer: null };
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
export function killedBy(pod: KubeObject, name: string, warnings: readonly string[]): string | null {
  for (const check of ["liveness", "startup"] as const) {
    const failed = lastFailed(warnings, check);
    if (failed !== null && probeOf(pod, name, check))
      return `${check} check${askedBy(pod, name, check)}: ${failed.answer}`;
  }
  return null;
}

function lastFailed(warnings: readonly string[], wanted: Check | null = null): { check: Check; answer: string } | null {
  for (const text of warnings) {
    const [, kind = "", said = ""] = /^(\w+) probe (?:failed|errored)[^:]*: (.*)$/s.exec(text) ?? [];
    const check = checks.find((check) => check === kind.toLowerCase());
    if (check && (wanted === null || wanted === check)) return { check, answer: answerIn(said) };
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

function probeOf({ spec }: KubeObject, name: string, check: Check): Probe | undefined {
  const { containers } = spec as { readonly containers: readonly Container[] };
  return containers.find((container) => container.name === name)?.[`${check}Probe`];
}
