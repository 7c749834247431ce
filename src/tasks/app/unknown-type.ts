// Says which process types that were named an app has not now: one that is pushed later is no error.
import { quantitiesOf } from "../../core/dokku/scale.ts";
import { didYouMean } from "../../core/words/nearest.ts";
import { readListProperty } from "../../edge/dokku/properties.ts";
import { detail } from "../../edge/log.ts";

/** Commands that are no process type, as their pods are called. */
const COMMANDS = ["run", "cron"];

/** `scope` is an app, or the site, which knows none. */
export async function sayUnknownTypes(scope: string, named: readonly string[]): Promise<void> {
  if (scope === "--global" || named.length === 0) return;
  const types = [...quantitiesOf(await readListProperty("ps", scope, "scale")).keys()];
  if (types.length === 0) return;
  for (const type of named) {
    if ([...types, ...COMMANDS].includes(type)) continue;
    detail(`${scope} has no process type ${type} now, only ${types.join(", ")}${didYouMean(type, types)}`);
  }
}
