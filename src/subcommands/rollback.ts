// dokku scheduler-kubernetes:rollback

import { pulledAs } from "../core/dokku/image.ts";
import { SchedulerError } from "../core/errors.ts";
import type { ConfigChange, PastRelease } from "../core/model/past-release.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { deployBranch, headOf } from "../edge/dokku/git.ts";
import { detail } from "../edge/log.ts";
import { rollback } from "../tasks/app/rollback.ts";

export const group = "Deploys";
export const usage = "APP [RELEASE]";
export const summary = "Roll an app back to an earlier release";
export const details = [
  "Rolls an app back to an earlier release: its image, config and process types. Scale, domains and ports",
  "stay as they are. Without RELEASE it is the last good one before the current one.",
  "List the releases with: dokku scheduler-kubernetes:history APP",
];
export const examples = ["node-js-app", "node-js-app 12"] as const;
export const seeAlso = ["history", "docs/rollback.md"] as const;

export async function run(call: Call): Promise<void> {
  const [app = "", number = null] = parse(call).words;
  if (number !== null && !/^[1-9]\d{0,8}$/.test(number))
    throw new SchedulerError("BAD_USAGE", "scheduler-kubernetes:rollback", [
      `RELEASE is a number of dokku scheduler-kubernetes:history, not ${number}`,
    ]);
  const { made, target } = await rollback(app, number === null ? null : Number(number));
  const { reference } = target.record.image;
  detail(`${app} runs release ${target.number} again: ${reference}`);
  detail(
    "Dokku itself does not know of it: the next deploy, ps:restart, ps:scale or config:set brings back what Dokku has",
  );
  detail("to keep it:");
  for (const line of [...configLines(app, made.config), await sourceLine(app, target)]) detail(line);
}

/** Values are secret, and gone from Dokku: they are for a person to fill in. */
function configLines(app: string, config: ConfigChange | null): readonly string[] {
  if (config === null) return [];
  const { added, changed, removed } = config;
  const keys = [...added, ...changed].sort().map((key) => `${key}=VALUE`);
  const line = (command: string, words: readonly string[]) =>
    words.length === 0 ? [] : [`dokku config:${command} --no-restart ${app} ${words.join(" ")}`];
  return [...line("set", keys), ...line("unset", [...removed].sort())];
}

/** Git has nothing to push where Dokku's branch is at that commit. */
async function sourceLine(app: string, { revision, record }: PastRelease): Promise<string> {
  if (revision === null) return `dokku git:from-image ${app} ${pulledAs(record.image)}`;
  const branch = await deployBranch(app);
  if ((await headOf(app, branch)) === revision) return `dokku ps:rebuild ${app}`;
  return `git push dokku +${revision}:refs/heads/${branch}`;
}
