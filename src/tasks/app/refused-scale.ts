// Whether the cluster runs what Dokku's scale says.
import type { History } from "../../core/plan/history.ts";
import { type RefusedScale, refusedScale, refusedScaleLines } from "../../core/plan/refused-scale.ts";
import { readScale } from "../../edge/dokku/scale.ts";
import { readLast } from "../../edge/history.ts";
import { warn } from "../../edge/log.ts";

export async function readRefusedScale(app: string): Promise<readonly RefusedScale[]> {
  return refusedScale(await readLast(app), await readScale(app));
}

/** With the command that mends it; nothing where it does. */
export async function sayRefusedScale(app: string, history: History): Promise<void> {
  for (const line of refusedScaleLines(app, refusedScale(history, await readScale(app)))) warn(line);
}
