// Follows a rollout to its end, and says why when it has a bad one.
import { diagnosePods } from "../core/diagnose/pods.ts";
import { SchedulerError } from "../core/errors.ts";
import type { KubeObject } from "../core/model/manifest.ts";
import { listOrNull } from "../edge/kube/kubectl.ts";
import { multitrack } from "../edge/kube/kubedog.ts";
import type { StepOutput } from "./run.ts";

/** Seconds all rollouts of a deploy may take together. */
const TIMEOUT = 600;

/** Throws ROLLOUT_FAILED with a sentence for each trouble of the app's pods. */
export async function track(
  app: string,
  namespace: string,
  deployments: readonly KubeObject[],
  step: StepOutput,
): Promise<void> {
  const types = deployments.map(({ metadata }) => metadata.labels?.["process-type"] ?? metadata.name).join(", ");
  const ready = await multitrack(namespace, deployments, TIMEOUT, (line) => {
    if (line.trim() !== "") step.output = line;
  });
  if (!ready) {
    const pods = (await listOrNull(["pods"], `app=${app},app-process-type`, { namespace })) ?? [];
    throw new SchedulerError(
      "ROLLOUT_FAILED",
      `roll out ${types} of ${app} in namespace ${namespace}`,
      diagnosePods(pods),
      `look closer: dokku logs ${app}, kubectl describe pods -n ${namespace} -l app=${app}`,
    );
  }
  step.title = `${types} ready`;
}
