// How a pod leaves: how long it goes on serving after it was told to, and how long it may take to end after that.
import type { App, Process } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { issue } from "./definition.ts";
import { portOf } from "./ports.ts";

/** Seconds until everybody who routes to a pod has learned that it comes or goes. */
export const SETTLE = 5;

/** Kubernetes' default, and Dokku's. */
const STOP_TIMEOUT = 30;

/** Null where nobody connects and nobody asked for it. With checks disabled Dokku retires no old pods: it stops them first. */
export function settleSeconds(app: App, { type, checks }: Process): number | null {
  const retire = checks === "disabled" ? 0 : (seconds(app.waitToRetire) ?? 0);
  return Math.max(portOf(app, type) === null ? 0 : SETTLE, retire) || null;
}

/** The seconds a process has to end once it gets SIGTERM. */
export function stopSeconds(app: App): number {
  return seconds(app.stopTimeout) ?? STOP_TIMEOUT;
}

export function leavingIssues(app: App): readonly Issue[] {
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
