// `dokku run`, as one command of an app that is on the cluster already.
import { SchedulerError } from "../../core/errors.ts";
import { appOf, NO_NEIGHBOURS } from "../../core/model/app.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { at, list as listOf } from "../../core/model/read.ts";
import { placeIn, recordedState } from "../../core/model/record.ts";
import { cronAnnotations, cronLabels } from "../../core/objects/cron-job.ts";
import { jobTargets } from "../../core/objects/job.ts";
import { partSelector, runLabels } from "../../core/objects/labels.ts";
import { taskCommand, typedCommand } from "../../core/objects/start-command.ts";
import { jobName, type RunCall, runName } from "../../core/one-off/one-off.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readShell } from "../../edge/dokku/shell.ts";
import { list } from "../../edge/kube/kubectl.ts";
import { aside } from "../../edge/log.ts";
import { readRecord } from "../../edge/record.ts";
import { prepareTargets } from "../render/render.ts";
import { newId, type OneOff, removeOneOffs } from "./follow.ts";

export interface RunRequest extends RunCall {
  readonly app: string;
  /** Null when detached, else whether there is a terminal. */
  readonly terminal: boolean | null;
  /** Seconds it may take. */
  readonly ttl: number;
  /** The cron task that it runs; null for none. */
  readonly cronId: string | null;
  /** What becomes of a run of the same cron task that is on: `allow`, `forbid` or `replace` it. */
  readonly policy: string;
}

/** Seconds that the logs of a detached run are kept. */
const KEPT = 3600;

/** Throws NO_SUCH_APP, NO_SUCH_OBJECT (never deployed), MANIFEST_INVALID, LOCKED (another run is on). */
export async function prepareRun(request: RunRequest): Promise<OneOff> {
  const { app: name, terminal, cronId } = request;
  await mustExist(name);
  const record = await readRecord(name);
  if (record === null) throw neverDeployed(name);
  const place = placeIn(record);
  const dokku = await readApp(name, null, record);
  // What runs now, not what a build that failed has named.
  const app = appOf({ ...dokku, image: record.image }, recordedState(record, record.namespace), NO_NEIGHBOURS);
  const words = request.words.length > 0 ? request.words : [await readShell(name, app.env)];
  const { process, ...typed } = typedCommand(app, words);
  const task = app.cron.tasks.find((task) => task.id === cronId) ?? null;
  // As its CronJob starts it: Dokku has made its words out of the same line, with nothing for each `$NAME`.
  const scheduled = task && taskCommand(app, task.command);
  const start = scheduled ?? typed;
  if (process !== null) aside(`Found '${process.type}' in Procfile, running that command`);
  if (cronId !== null) await makeRoom(name, place, cronId, request.policy);

  const id = newId();
  const targets = jobTargets(app, {
    name: jobName(name, id),
    labels: { ...runLabels(name, id), ...(cronId === null ? {} : cronLabels(name, cronId)) },
    annotations: cronId === null ? {} : cronAnnotations(cronId),
    process: task !== null ? { ...task, type: "cron" } : (process ?? { ...app.amounts, type: "run" }),
    start,
    stdin: terminal !== null,
    tty: terminal === true,
    env: request.env,
    activeDeadlineSeconds: request.ttl,
    ttlSecondsAfterFinished: KEPT,
  });
  return { app: name, id, place, manifests: await prepareTargets(app, `run ${runName(name, id)}`, targets) };
}

export function neverDeployed(app: string): SchedulerError {
  const next = `deploy it first: dokku ps:rebuild ${app}`;
  return new SchedulerError("NO_SUCH_OBJECT", `App ${app} has not been deployed`, ["there is no image to run"], next);
}

/** One that was made just now has no status yet. */
function isOver({ metadata, status }: KubeObject): boolean {
  const isAtEnd = (condition: unknown) => ["Complete", "Failed"].includes(String(at(condition, "type")));
  return at(metadata, "deletionTimestamp") !== undefined || listOf(at(status, "conditions")).some(isAtEnd);
}

/** Other runs of the same cron task, its CronJob's too. */
async function makeRoom(app: string, place: Place, cronId: string, policy: string): Promise<void> {
  if (policy !== "forbid" && policy !== "replace") return;
  const hash = cronLabels(app, cronId)["dokku.com/cron-hash"];
  const jobs = await list(["jobs"], `${partSelector(app)},dokku.com/cron-hash=${hash}`, place);
  const busy = jobs.filter((job) => !isOver(job));
  if (busy.length === 0) return;
  const names = busy.map(({ metadata }) => metadata.name).join(", ");
  if (policy === "forbid")
    throw new SchedulerError("LOCKED", `run the cron task ${cronId} of ${app}`, [
      `it is running already (${names}) and its concurrency policy is forbid`,
    ]);
  await removeOneOffs(place, busy);
}
