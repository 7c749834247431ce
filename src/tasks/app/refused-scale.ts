// Whether the cluster runs what Dokku's scale says.
import { type RefusedScale, refusedScale, refusedScaleLines } from "../../core/plan/refused-scale.ts";
import { readScale } from "../../edge/dokku/scale.ts";
import { readHistory } from "../../edge/history.ts";
import { warn } from "../../edge/log.ts";

export async function readRefusedScale(app: string): Promise<readonly RefusedScale[]> {
  const [history, scale] = await Promise.all([readHistory(app), readScale(app)]);
  return refusedScale(history, scale);
}

/** With the command that mends it; nothing where it does. */
export async function sayRefusedScale(app: string): Promise<void> {
  for (const line of refusedScaleLines(app, await readRefusedScale(app))) warn(line);
}
