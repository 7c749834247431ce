// Follows a rollout to its end, and says why when it has a bad one.
import { setTimeout as sleep } from "node:timers/promises";
import { diagnosePods } from "../core/diagnose/pods.ts";
import { stuckPods } from "../core/diagnose/stuck.ts";
import { SchedulerError } from "../core/errors.ts";
import type { KubeObject } from "../core/model/manifest.ts";
import { READY_WITHIN } from "../core/plan/patience.ts";
import { listOrNull } from "../edge/kube/kubectl.ts";
import { multitrack } from "../edge/kube/kubedog.ts";
import type { StepOutput } from "./run.ts";

/** Seconds all rollouts of a deploy may take together. */
const TIMEOUT = 600;
/** Milliseconds between two looks at pods that take their time. */
const INTERVAL = 5_000;

/** Throws ROLLOUT_FAILED with a sentence for each trouble of the app's pods. */
export async function track(
  app: string,
  namespace: string,
  deployments: readonly KubeObject[],
  step: StepOutput,
): Promise<void> {
  const types = deployments.map(({ metadata }) => metadata.labels?.["process-type"] ?? metadata.name).join(", ");
  const look = async () =>
    (await listOrNull(["replicasets", "pods"], `app=${app},app-process-type`, { namespace })) ?? [];
  const end = new AbortController();
  const rollout = multitrack(namespace, deployments, TIMEOUT, end.signal, (line) => {
    if (line.trim() !== "") step.output = line;
  });
  const watch = stuck(look, deployments, end.signal).then((pods) => {
    if (pods.length > 0) end.abort();
    return pods;
  });
  const ready = await rollout.finally(() => end.abort());
  const pods = await watch;
  if (pods.length > 0 || !ready) {
    const troubled = pods.length > 0 ? pods : (await look()).filter(({ kind }) => kind === "Pod");
    throw new SchedulerError(
      "ROLLOUT_FAILED",
      `roll out ${types} of ${app} in namespace ${namespace}`,
      diagnosePods(troubled),
      `look closer: dokku logs ${app}, kubectl describe pods -n ${namespace} -l app=${app}`,
    );
  }
  step.title = `${types} ready`;
}

/** Pods that will never be ready as they are; none when `end` comes first. A rollout that takes less than a minute costs no look. */
async function stuck(
  look: () => Promise<readonly KubeObject[]>,
  deployments: readonly KubeObject[],
  end: AbortSignal,
): Promise<readonly KubeObject[]> {
  const pause = (time: number) => sleep(time, null, { signal: end }).catch(() => null);
  await pause(READY_WITHIN * 1000);
  while (!end.aborted) {
    const pods = stuckPods(await look(), deployments, Date.now());
    if (pods.length > 0 && !end.aborted) return pods;
    await pause(INTERVAL);
  }
  return [];
}
