// New pods without a new release: what keeps them running in the cluster is told to restart, so nothing undeployed comes along.
import { SchedulerError } from "../../core/errors.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processTypeOf } from "../../core/objects/labels.ts";
import { noneSuch } from "../../core/words/nearest.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { mustHave } from "../../edge/find-program.ts";
import { annotatePods } from "../../edge/kube/kubectl.ts";
import { withLock, withPlace } from "../../edge/lock.ts";
import { updateRecord } from "../../edge/record.ts";
import { readWorkloads } from "../release/workloads.ts";
import { track } from "../rollout/track.ts";
import { steps } from "../steps/steps.ts";

/** Null is every process type. Throws NO_SUCH_APP, NO_SUCH_OBJECT when no such pods are wanted, ROLLOUT_FAILED. */
export async function rollingUpdate(app: string, processType: string | null): Promise<void> {
  await mustExist(app);
  await withLock(`app ${app}`, async () => {
    const place = await placeOf(app);
    const running = (await readWorkloads(app, place)).filter(isWanted);
    const chosen = running.filter((one) => processType === null || typeOf(one) === processType);
    if (chosen.length === 0) throw none(app, processType, running);
    const types = chosen.map(typeOf);
    await steps(
      {
        title: `Restarting ${types.join(", ")} of ${app}`,
        event: null,
        run: async () => {
          await mustHave("kubedog");
          const now = new Date().toISOString();
          await annotatePods(
            `restart ${types.join(", ")} of ${app}`,
            chosen,
            { "kubectl.kubernetes.io/restartedAt": now },
            place,
          );
          // The next deploy says the same time, or it would restart them once more.
          const restarts = Object.fromEntries(types.map((type) => [type, now]));
          await withPlace(place, () =>
            updateRecord(app, (record) => ({ ...record, restarts: { ...record.restarts, ...restarts } })),
          );
        },
      },
      { title: "Waiting for the new pods", event: null, run: (out) => track(app, place, chosen, out) },
    );
  });
}

const isWanted = ({ spec }: KubeObject) => (spec as { readonly replicas?: number }).replicas !== 0;

const typeOf = (workload: KubeObject) => processTypeOf(workload) ?? workload.metadata.name;

function none(app: string, processType: string | null, running: readonly KubeObject[]): SchedulerError {
  const type = processType ?? "";
  const because =
    running.length === 0
      ? "none of its pods run in the cluster"
      : noneSuch(`it runs no ${type}`, type, running.map(typeOf), "running");
  return new SchedulerError(
    "NO_SUCH_OBJECT",
    `restart ${processType === null ? "" : `${processType} of `}${app}`,
    [because],
    `see: dokku ps:report ${app}`,
  );
}
