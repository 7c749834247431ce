// The release task: a process type that runs once, to its end, with the new release's image and config, before any of its pods start.
import { deployTimeout } from "../dokku/deploy-timeout.ts";
import type { App } from "../model/app.ts";
import type { KubeObject, Manifest, StringMap } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import type { Target } from "../objects/index.ts";
import { jobTargets } from "../objects/job.ts";
import { labelValue, managedLabel, partSelector } from "../objects/labels.ts";
import { LABEL, nameOf } from "../objects/names.ts";
import { pullSecrets } from "../objects/registry-secret.ts";
import { typedCommand } from "../objects/start-command.ts";

/** Seconds that the cluster lets it run past its deadline, for when the deploy was killed; so that a task it stops never counts as succeeded. */
const ORPHANED = 60;

/** Seconds it may take unless `deploy-timeout` says otherwise. */
const TIMEOUT = 600;

/** Of one app at a time: its deploys wait for each other. */
export const releaseSelector = (app: string) => `${partSelector(app)},app.kubernetes.io/name=release`;

const labels = (app: string): StringMap => ({
  "app.kubernetes.io/name": "release",
  "app.kubernetes.io/part-of": labelValue(app),
  ...managedLabel,
});

export const releaseTimeout = (app: App, type: string) =>
  deployTimeout(app.properties["deploy-timeout"], type) ?? TIMEOUT;

/** `id` makes its name one that was not there before. */
export function releaseTargets(app: App, type: string, id: string): readonly Target[] {
  const tail = `-release-${id}`;
  // A start command set for the app is for its process types.
  const { process, ...start } = typedCommand({ ...app, startCommand: null, dockerfileStartCommand: null }, [type]);
  return jobTargets(app, {
    name: nameOf([app.name], LABEL, tail.length) + tail,
    // The type names it in a diagnosis; without `app` nothing takes it for one of the app's pods.
    labels: { ...labels(app.name), "process-type": labelValue(type) },
    annotations: {},
    process: process ?? { ...app.amounts, type },
    start,
    stdin: false,
    tty: false,
    env: {},
    activeDeadlineSeconds: releaseTimeout(app, type) + ORPHANED,
    ttlSecondsAfterFinished: 3600,
  });
}

/** What of the release its pod cannot do without. */
export function isNeeded(app: App, { ref }: Manifest): boolean {
  return ref.kind === "Namespace" || (ref.kind === "Secret" && pullSecrets(app).includes(ref.name));
}

export type Progress = "waiting" | "running" | { readonly exitCode: number };

/** How far its pod has come. */
export function progressOf(pod: KubeObject | undefined): Progress {
  const state = at(list(at(pod, "status", "containerStatuses"))[0], "state");
  const exitCode = at(state, "terminated", "exitCode");
  if (typeof exitCode === "number") return { exitCode };
  return at(state, "running") === undefined ? "waiting" : "running";
}
