// A Job: a command of the app that runs once, to its end. It is part of no release.

import type { App, Sized } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import type { Draft } from "./definition.ts";
import { optionIssues, podOptions } from "./docker-options.ts";
import { type Target, targetOf } from "./index.ts";
import { oneOffPod, type PodContext } from "./pod.ts";
import { envDraft, runEnv, secret } from "./secret.ts";
import type { StartCommand } from "./start-command.ts";

export interface JobContext {
  /** Seconds it may take; null for no limit. */
  readonly activeDeadlineSeconds: number | null;
  /** Seconds after its end until Kubernetes removes it; null for never. */
  readonly ttlSecondsAfterFinished: number | null;
}

export interface JobRequest extends JobContext {
  /** The Job's, and its Secret's. */
  readonly name: string;
  /** None that selects the app's pods. */
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** The process type or cron task that it runs, or a process that represents neither. */
  readonly process: Sized;
  readonly start: StartCommand;
  readonly stdin: boolean;
  readonly tty: boolean;
  /** What it runs with in addition to the app's env. */
  readonly env: StringMap;
}

/** Of the container. */
export const CONTAINER = "run";

/**
 * The Job, and before it the Secret of its env: a Secret of its own, for the app's may be replaced by a deploy before the pod starts,
 * and has no `config:set --no-restart` yet.
 */
export function jobTargets(app: App, request: JobRequest): readonly Target[] {
  const { name, labels, annotations, process, start, stdin, tty } = request;
  const env = { ...runEnv(app), ...request.env };
  const envSecret = Object.keys(env).length > 0 ? name : null;
  const context: JobContext & PodContext = {
    activeDeadlineSeconds: request.activeDeadlineSeconds,
    ttlSecondsAfterFinished: request.ttlSecondsAfterFinished,
    ...oneOffPod(app, process, { name: CONTAINER, labels, start, stdin, tty, envSecret }),
  };
  const job: Draft = {
    name,
    processType: null,
    labels,
    annotations,
    context,
    issues: [...start.issues, ...optionIssues(podOptions(app, "run", "_default_"), "/spec/template")],
  };
  return [
    ...(envSecret === null ? [] : [targetOf(secret, envDraft(name, labels, env), app)]),
    targetOf({ kind: "Job", template: "job", namespaced: true, shared: false }, job, app),
  ];
}
