// The termination of a pod: how long it keeps serving after it was told to stop, and how long it may take to stop after that.
import type { App, Process } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { issue } from "./definition.ts";
import { portOf } from "./ports.ts";

/** Seconds until every proxy has noticed that a pod was added or removed. */
export const ENDPOINT_DELAY = 5;

/** Kubernetes' default, and Dokku's. */
const STOP_TIMEOUT = 30;

/** Null where nothing connects and no wait-to-retire is set. With checks disabled Dokku retires no old pods: it stops them first. */
export function preStopSeconds(app: App, { type, checks }: Process): number | null {
  const retire = checks === "disabled" ? 0 : (seconds(app.waitToRetire) ?? 0);
  return Math.max(portOf(app, type) === null ? 0 : ENDPOINT_DELAY, retire) || null;
}

/** The seconds a process has to exit once it gets SIGTERM. */
export function stopSeconds(app: App): number {
  return seconds(app.stopTimeout) ?? STOP_TIMEOUT;
}

export function terminationIssues(app: App): readonly Issue[] {
  const typed = [
    ["ps:set", "stop-timeout-seconds", app.stopTimeout],
    ["checks:set", "wait-to-retire", app.waitToRetire],
  ] as const;
  return typed.flatMap(([command, property, text]) => {
    if (text === null || seconds(text) !== null) return [];
    const message = `${property} must be a number of seconds, not "${text}": dokku ${command} ${app.name} ${property} SECONDS`;
    return [issue("/spec/template/spec/terminationGracePeriodSeconds", message)];
  });
}

function seconds(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
