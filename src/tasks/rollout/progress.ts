// The progress of a slow rollout: a line for each process type, live on a terminal, elsewhere whenever it changes.
import { setTimeout as sleep } from "node:timers/promises";
import { isStale, progressOf } from "../../core/diagnose/diagnose.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector, processTypeOf } from "../../core/objects/labels.ts";
import { events } from "../../edge/kube/watch.ts";
import { isLive, liveStep } from "../../edge/log.ts";
import type { StepOutput } from "../steps/step-line.ts";

/** Milliseconds before progress is shown: a quick rollout costs no program. */
const DEADLINE = 3_000;
/** Milliseconds before a broken connection is restored. */
const PAUSE = 2_000;

/** Calls `moved` when more pods are ready. A user who may not watch sees no progress, but nothing fails. */
export async function showProgress(
  app: string,
  { cluster, namespace }: Place,
  deployments: readonly KubeObject[],
  step: StepOutput,
  end: AbortSignal,
  moved: () => void,
): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const lines = new Map(deployments.map(({ metadata }) => [metadata.name, ""]));
  const most = new Map<string, number>();
  const title = step.title;
  const onEvent = (type: string, live: KubeObject) => {
    const before = lines.get(live.metadata.name);
    if (before === undefined || type === "DELETED" || isStale(live)) return;
    const { ready, wanted, settling } = progressOf(live);
    // A count that drops as old pods terminate is not a step back.
    most.set(live.metadata.name, Math.max(ready, most.get(live.metadata.name) ?? 0));
    const { minReadySeconds } = live.spec as { readonly minReadySeconds?: number };
    const stay = settling > 0 && minReadySeconds ? `, ${settling} must stay up for ${minReadySeconds} s` : "";
    const line = `${processTypeOf(live)} ${most.get(live.metadata.name)}/${wanted} ready${stay}`;
    if (line === before) return;
    lines.set(live.metadata.name, line);
    moved();
    if (isLive())
      liveStep(
        title,
        [...lines.values()].filter((text) => text !== ""),
      );
    else step.output = line;
  };
  await sleep(DEADLINE, null, { signal: end }).catch(() => null);
  while (!end.aborted) {
    await events(path, processSelector(app), cluster, null, end, onEvent).catch(() => null);
    await sleep(PAUSE, null, { signal: end }).catch(() => null);
  }
}
