// `<number of processes> <true|false|mixed>` for ps:report and ps:start. Core splits it on the space: it must always be two words.

import { processSelector } from "../core/objects/labels.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { listOrNull } from "../edge/kube/kubectl.ts";
import { print } from "../edge/log.ts";

/** Milliseconds after our own start until the app counts as not running: somebody waits, and 2 s are long. */
const ANSWER_WITHIN = 1_700;

interface Counts {
  readonly wanted: number;
  readonly available: number;
}

export async function run([, app = ""]: readonly string[]): Promise<void> {
  print(await status(app).catch(() => "0 false"));
}

async function status(app: string): Promise<string> {
  const deployments = await listOrNull(["deployments"], processSelector(app), {
    ...(await placeOf(app)),
    timeout: ANSWER_WITHIN - performance.now(),
  });
  const { wanted, available } = (deployments ?? []).reduce<Counts>(
    (sum, { spec, status }) => ({
      wanted: sum.wanted + ((spec as { replicas?: number }).replicas ?? 1),
      available: sum.available + ((status as { availableReplicas?: number } | undefined)?.availableReplicas ?? 0),
    }),
    { wanted: 0, available: 0 },
  );
  if (wanted === 0 || available === 0) return `${wanted} false`;
  return `${wanted} ${available < wanted ? "mixed" : "true"}`;
}
