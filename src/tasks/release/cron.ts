// Suspends or resumes the CronJobs of an app's last deploy, and changes nothing else of them.
import { parseAppJson } from "../../core/dokku/app-json.ts";
import { cronTasks } from "../../core/dokku/cron.ts";
import { SchedulerError } from "../../core/errors.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { cronJobName } from "../../core/objects/cron-job.ts";
import { readSettled } from "../../edge/dokku/extracted.ts";
import { readFolder } from "../../edge/dokku/properties.ts";
import { suspend } from "../../edge/kube/kubectl.ts";
import { readRecord, readRecords } from "../../edge/record.ts";

/** Of one app, or of every app when it is null; as the app.json of its last good release and Dokku's cron plugin have it now. Does nothing for one that has never been deployed or has no cron task. */
export async function suspendCron(app: string | null): Promise<void> {
  const records = app === null ? await readRecords() : new Map([[app, await readRecord(app)]]);
  for (const [name, record] of records) if (record !== null) await suspendOf(name, record);
}

async function suspendOf(app: string, { cluster, namespace, objects }: ReleaseRecord): Promise<void> {
  const names = objects.filter(({ kind }) => kind === "CronJob").map(({ name }) => name);
  if (names.length === 0) return;
  const [text, own, global] = await Promise.all([
    readSettled("app-json", app, "app.json"),
    readFolder("cron", app),
    readFolder("cron", "--global"),
  ]);
  const appJson = text === null ? null : parseAppJson(text);
  const tasks = cronTasks({ app, appJson, own, global, resources: {} });
  for (const suspended of [true, false]) {
    const concerned = tasks.filter((task) => task.suspended === suspended).map(({ id }) => cronJobName(app, id));
    const there = concerned.filter((name) => names.includes(name));
    if (there.length > 0)
      await suspend(app, there, suspended, { cluster, namespace: namespace.name }).catch((error) => {
        throw stored(app, error);
      });
  }
}

/** Dokku has set it before it tells us. */
function stored(app: string, error: unknown): unknown {
  if (!(error instanceof SchedulerError) || error.code === "INTERRUPTED") return error;
  const because = [...error.because, "it is stored, and the next deploy applies it"];
  return new SchedulerError(error.code, error.doing, because, `or: dokku ps:restart ${app}`);
}
