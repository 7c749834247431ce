// The cron tasks of an app.json, as Dokku itself reads and numbers them.
import type { CronTask } from "../model/app.ts";
import { type Fields, fields, list } from "../model/read.ts";
import { amounts } from "./scale.ts";

export interface CronInput {
  readonly app: string;
  readonly appJson: Fields | null;
  /** Properties of Dokku's cron plugin, of the app and of the site. */
  readonly own: Readonly<Record<string, string>>;
  readonly global: Readonly<Record<string, string>>;
  /** Files of the `resource` plugin: an id in place of a process type. */
  readonly resources: Readonly<Record<string, string>>;
}

/** An entry that appears twice is one task. */
export function cronTasks({ app, appJson, own, global, resources }: CronInput): readonly CronTask[] {
  const resting = (own.maintenance || global.maintenance) === "true";
  const tasks = list(appJson?.cron).map((entry): CronTask => {
    const { command = "", schedule = "", concurrency_policy, maintenance } = fields(entry);
    const id = cronId(app, String(command), String(schedule));
    return {
      id,
      command: String(command),
      schedule: String(schedule),
      concurrencyPolicy: String(concurrency_policy || "allow"),
      suspended: resting || maintenance === true || own[`maintenance.${id}`] === "true",
      limit: amounts(resources, id, "limit"),
      reserve: amounts(resources, id, "reserve"),
    };
  });
  return [...new Map(tasks.map((task) => [task.id, task])).values()];
}

/** What `cron:list` prints and `cron:run` takes: the bytes as one number in base 36. */
function cronId(app: string, command: string, schedule: string): string {
  return BigInt(`0x${Buffer.from(`${app}===${command}===${schedule}`).toString("hex")}`).toString(36);
}
