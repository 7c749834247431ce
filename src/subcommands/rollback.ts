// dokku scheduler-kubernetes:rollback

import { SchedulerError } from "../core/errors.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { detail } from "../edge/log.ts";
import { rollback } from "../tasks/app/rollback.ts";

export const usage = "APP [RELEASE]";
export const summary = "Roll an app back to an earlier release";
export const details = [
  "Rolls an app back to an earlier release: its image, config and process types. Scale, domains and ports",
  "stay as they are. Without RELEASE it is the last good one before the current one.",
  "List the releases with: dokku scheduler-kubernetes:history APP",
  "",
  "Example: dokku scheduler-kubernetes:rollback node-js-app 12",
];

export async function run(call: Call): Promise<void> {
  const [app = "", number = null] = parse(call).words;
  if (number !== null && !/^[1-9]\d{0,8}$/.test(number))
    throw new SchedulerError("BAD_USAGE", "scheduler-kubernetes:rollback", [
      `RELEASE is a number of dokku scheduler-kubernetes:history, not ${number}`,
    ]);
  const { made, target } = await rollback(app, number === null ? null : Number(number));
  const { reference } = target.record.image;
  const source =
    target.revision === null ? `dokku git:from-image ${app} ${reference}` : `git push dokku +${target.revision}:master`;
  const keys = made.config === null ? [] : Object.values(made.config).flat().sort();
  detail(`${app} runs release ${target.number} again: ${reference}`);
  detail(
    "Dokku itself does not know of it: the next deploy, ps:restart, ps:scale or config:set brings back what Dokku has",
  );
  detail(`to keep it: ${source}`);
  if (keys.length > 0) detail(`and set what this changed with dokku config:set ${app}: ${keys.join(", ")}`);
}
