// Follows a rollout to its end, and says why when it has a bad one.
import { setTimeout as sleep } from "node:timers/promises";
import { diagnosePods } from "../core/diagnose/pods.ts";
import { overdue, stuckPods } from "../core/diagnose/stuck.ts";
import { SchedulerError } from "../core/errors.ts";
import { kubectlWords, type Place, placeName } from "../core/model/cluster.ts";
import type { KubeObject } from "../core/model/manifest.ts";
import { appSelector, processSelector, processTypeOf } from "../core/objects/labels.ts";
import { patienceWith, READY_WITHIN } from "../core/plan/patience.ts";
import { listOrNull } from "../edge/kube/kubectl.ts";
import { multitrack } from "../edge/kube/kubedog.ts";
import type { StepOutput } from "./run.ts";

/** Seconds kubedog goes on after the longest timeout: by then we have looked ourselves. */
const SLACK = 15;
/** Milliseconds between two looks at pods that take their time. */
const INTERVAL = 5_000;

/** Throws ROLLOUT_FAILED with a sentence for each trouble of the app's pods. */
export async function track(
  app: string,
  place: Place,
  deployments: readonly KubeObject[],
  step: StepOutput,
): Promise<void> {
  const types = deployments.map((one) => processTypeOf(one) ?? one.metadata.name).join(", ");
  const look = async () =>
    (await listOrNull(["deployments", "replicasets", "pods"], processSelector(app), place)) ?? [];
  const end = new AbortController();
  const timeout = Math.max(...deployments.map((deployment) => patienceWith(deployment).timeout));
  const rollout = multitrack(place, deployments, timeout + SLACK, end.signal, (line) => {
    if (line.trim() !== "") step.output = line;
  });
  const watch = stuck(look, deployments, end.signal).finally(() => end.abort());
  const ready = await rollout.finally(() => end.abort());
  const { pods, late } = await watch;
  if (pods.length > 0 || late.length > 0 || !ready) {
    const troubled = pods.length > 0 ? pods : (await look()).filter(({ kind }) => kind === "Pod");
    throw new SchedulerError(
      "ROLLOUT_FAILED",
      `roll out ${types} of ${app} in ${placeName(place)}`,
      [...late, ...diagnosePods(troubled)],
      `look closer: dokku logs ${app}, kubectl describe pods${kubectlWords(place.cluster)} -n ${place.namespace} -l ${appSelector(app)}`,
    );
  }
  step.title = `${types} ready`;
}

interface Stuck {
  /** Pods that will never be ready as they are. */
  readonly pods: readonly KubeObject[];
  /** Sentences about process types whose time is over. */
  readonly late: readonly string[];
}

/** Nothing when `end` comes first. A rollout that takes less than a minute, or the least timeout, costs no look. */
async function stuck(
  look: () => Promise<readonly KubeObject[]>,
  deployments: readonly KubeObject[],
  end: AbortSignal,
): Promise<Stuck> {
  const began = Date.now();
  const pause = (time: number) => sleep(time, null, { signal: end }).catch(() => null);
  await pause(1000 * Math.min(READY_WITHIN, ...deployments.map((deployment) => patienceWith(deployment).timeout)));
  while (!end.aborted) {
    const objects = await look();
    const pods = stuckPods(objects, deployments, Date.now());
    const late = overdue(objects, deployments, (Date.now() - began) / 1000);
    if ((pods.length > 0 || late.length > 0) && !end.aborted) return { pods, late };
    await pause(INTERVAL);
  }
  return { pods: [], late: [] };
}
