// The pods of the original plugin stop at once when terminated, while nodes still send requests to them for a moment. So the Services
// deselect them before that: as soon as the new pods are ready, for which their minReadySeconds gives time.

import { setTimeout as sleep } from "node:timers/promises";
import { wantedOf } from "../../core/diagnose/rollout-status.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import { hasLabels, managedLabel, processSelector, processTypeOf } from "../../core/objects/labels.ts";
import { isWorkload } from "../../core/objects/workloads.ts";
import { listOrNull, patch } from "../../edge/kube/kubectl.ts";

/** Milliseconds between two looks. */
const INTERVAL = 1_000;

/** Runs `rollout` of Deployments that the original's pods belong to. */
export async function drainOriginal(
  app: string,
  place: Place,
  apply: readonly Manifest[],
  rollout: () => Promise<void>,
): Promise<void> {
  const end = new AbortController();
  const relieved = leaveOldPods(app, place, apply, end.signal);
  // Node ends where nobody waits for a promise that fails; this one is waited for after the rollout.
  relieved.catch(() => null);
  try {
    await rollout();
  } finally {
    end.abort();
    // All pods carry the label by now; the Service is as it was applied.
    for (const service of await relieved) await select(service, null, place);
  }
}

/** The Services that send requests to new pods alone. */
async function leaveOldPods(
  app: string,
  place: Place,
  apply: readonly Manifest[],
  end: AbortSignal,
): Promise<readonly Manifest[]> {
  const relieved: Manifest[] = [];
  let waiting = apply.filter(({ ref }) => ref.kind === "Service");
  while (waiting.length > 0 && !end.aborted) {
    const pods = (await listOrNull(["pods"], processSelector(app), place)) ?? [];
    for (const service of waiting.filter(({ processType }) => isStaffed(processType, apply, pods))) {
      await select(service, managedLabel, place);
      relieved.push(service);
    }
    waiting = waiting.filter((service) => !relieved.includes(service));
    await sleep(INTERVAL, null, { signal: end }).catch(() => null);
  }
  return relieved;
}

/** As many new pods are ready as are wanted. */
function isStaffed(type: string | null, apply: readonly Manifest[], pods: readonly KubeObject[]): boolean {
  const workload = apply.find(({ ref, processType }) => isWorkload(ref) && processType === type);
  const wanted = workload === undefined ? 1 : wantedOf(workload.object);
  const ready = pods.filter((pod) => processTypeOf(pod) === type && isNew(pod) && isReady(pod));
  return ready.length >= Math.max(1, wanted);
}

const isNew = (pod: KubeObject) => hasLabels(pod, managedLabel);

function isReady({ status }: KubeObject): boolean {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly { type: string; status: string }[] };
  return conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
}

function select({ ref }: Manifest, labels: Readonly<Record<string, string>> | null, place: Place): Promise<void> {
  const selector = labels ?? Object.fromEntries(Object.keys(managedLabel).map((name) => [name, null]));
  const doing = `send the requests of Service ${ref.name} to ${labels ? "new pods only" : "all its pods"}`;
  return patch(doing, ref, { spec: { selector } }, place.cluster);
}
