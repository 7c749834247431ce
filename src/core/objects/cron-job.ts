// One CronJob per cron entry of app.json.

import { createHash } from "node:crypto";
import type { App, CronTask } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { readSchedule } from "./cron-schedule.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import { optionIssues, podOptions } from "./docker-options.ts";
import { appLabels, labelValue, managedLabel } from "./labels.ts";
import { LABEL, nameOf } from "./names.ts";
import { oneOffPod, type PodContext } from "./pod.ts";
import { envSecretName, runEnv } from "./secret.ts";
import { taskCommand } from "./start-command.ts";

export interface CronJobContext extends PodContext {
  readonly schedule: string;
  /** The Dokku server's. */
  readonly timeZone: string;
  readonly suspend: boolean;
  /** `Allow`, `Forbid` or `Replace` another run while one is running. */
  readonly concurrencyPolicy: string;
  /** Of each Job. */
  readonly job: { readonly labels: StringMap; readonly annotations: StringMap };
}

export const cronJob: Definition = {
  ...ordinary,
  kind: "CronJob",
  apiVersion: "batch/v1",
  template: "cron-job",
  namespaced: true,
  perProcess: false,
  typed: true,
  makes: [
    { bearer: "job", at: ["spec", "jobTemplate", "metadata"] },
    { bearer: "pod", at: ["spec", "jobTemplate", "spec", "template", "metadata"] },
  ],
  contexts: (app: App): readonly Draft[] => app.cron.tasks.map((task) => draft(app, task)),
};

/** The same for the same id: a deploy finds what the previous one created. */
export function cronJobName(app: string, id: string): string {
  const tail = `-cron-${cronHash(id).slice(0, 10)}`;
  return nameOf([app], { ...LABEL, longest: 52 }, tail.length) + tail;
}

/** An id is longer than a label may be. */
const cronHash = (id: string) => createHash("sha1").update(id).digest("hex");

/** On a CronJob, its Jobs and their pods, and on those that `cron:run` starts. */
export function cronLabels(app: string, id: string): StringMap {
  return {
    "app.kubernetes.io/name": "cron",
    "app.kubernetes.io/part-of": labelValue(app),
    ...managedLabel,
    "dokku.com/cron-hash": cronHash(id),
  };
}

export const cronAnnotations = (id: string): StringMap => ({ "dokku.com/cron-id": id });

const POLICIES: StringMap = { allow: "Allow", forbid: "Forbid", replace: "Replace" };

function draft(app: App, task: CronTask): Draft {
  const { id, command, suspended } = task;
  const schedule = readSchedule(task.schedule);
  const policy = entryOf(POLICIES, task.concurrencyPolicy);
  const start = taskCommand(app, command);
  const labels = cronLabels(app.name, id);
  const annotations = cronAnnotations(id);
  const issues: Issue[] = [];
  const wrong = (path: string, text: string) => issues.push(issue(path, `app.json, cron task "${command}": ${text}`));
  if (typeof schedule === "string") wrong("/spec/schedule", `schedule "${task.schedule}": ${schedule}`);
  if (policy === undefined)
    wrong(
      "/spec/concurrencyPolicy",
      `concurrency_policy must be allow, forbid or replace, not ${task.concurrencyPolicy}`,
    );
  issues.push(...start.issues.map((issue) => ({ ...issue, path: `/spec/jobTemplate${issue.path}` })));
  const options = podOptions(app, "run", "_default_");
  issues.push(...optionIssues(options, "/spec/jobTemplate/spec/template"));
  const pod = oneOffPod(
    app,
    { ...task, type: "cron" },
    {
      name: "cron",
      labels,
      start,
      stdin: false,
      tty: false,
      envSecret: envSecretName(app, runEnv(app)),
    },
  );
  const context: CronJobContext = {
    schedule: typeof schedule === "string" ? task.schedule : schedule.schedule,
    timeZone: app.cron.timeZone,
    suspend: suspended,
    concurrencyPolicy: policy ?? task.concurrencyPolicy,
    job: { labels, annotations },
    ...pod,
    pod: { ...pod.pod, annotations: { ...pod.pod.annotations, ...annotations } },
  };
  const name = cronJobName(app.name, id);
  return { name, processType: null, labels: { ...appLabels(app.name), ...labels }, annotations, context, issues };
}
