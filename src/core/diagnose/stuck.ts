// Rollouts that will not end well, and kubedog does not see it: containers that run and never become ready, for Kubernetes folds their
// failed checks into one event, and process types whose own time is over.
import type { KubeObject } from "../model/manifest.ts";
import { processTypeOf } from "../objects/labels.ts";
import { patienceWith } from "../plan/patience.ts";

interface Owned {
  readonly ownerReferences?: readonly { readonly name: string }[];
}

interface PodStatus {
  readonly containerStatuses?: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly state?: { readonly running?: { readonly startedAt: string } };
  }[];
}

/**
 * The pods of the newest ReplicaSets that have run for longer than their checks may take and are not ready.
 * `objects` are the app's ReplicaSets and Pods, `deployments` those that are rolled out, `now` is in milliseconds.
 */
export function stuckPods(
  objects: readonly KubeObject[],
  deployments: readonly KubeObject[],
  now: number,
): readonly KubeObject[] {
  const sets = objects.filter(({ kind }) => kind === "ReplicaSet");
  return deployments.flatMap((deployment) => {
    const { readiness } = patienceWith(deployment);
    const [newest] = sets.filter((set) => isOwnedBy(set, deployment)).sort((a, b) => revision(b) - revision(a));
    if (newest === undefined) return [];
    return objects.filter((pod) => isOwnedBy(pod, newest) && isStuck(pod.status as PodStatus, readiness, now));
  });
}

/** One sentence for each process type that is not rolled out although its time is over; `objects` are the app's Deployments. */
export function overdue(
  objects: readonly KubeObject[],
  deployments: readonly KubeObject[],
  seconds: number,
): readonly string[] {
  return deployments.flatMap((deployment) => {
    const { timeout } = patienceWith(deployment);
    const live = objects.find(
      ({ kind, metadata }) => kind === "Deployment" && metadata.name === deployment.metadata.name,
    );
    if (seconds < timeout || live === undefined || isRolledOut(live)) return [];
    const type = processTypeOf(deployment) ?? deployment.metadata.name;
    return [`${type}: not all pods were ready within ${timeout} s, the deploy-timeout`];
  });
}

interface RolloutStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
}

function isRolledOut({ metadata, spec, status }: KubeObject): boolean {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status as RolloutStatus;
  const wanted = (spec as { readonly replicas?: number }).replicas ?? 1;
  if (observedGeneration < ((metadata as { readonly generation?: number }).generation ?? 0)) return false;
  return updatedReplicas >= wanted && availableReplicas >= wanted && replicas <= updatedReplicas;
}

function isStuck({ containerStatuses }: PodStatus, readiness: Readonly<Record<string, number>>, now: number): boolean {
  return (containerStatuses ?? []).some(({ name, ready, state }) => {
    const patience = readiness[name];
    if (ready || patience === undefined || state?.running === undefined) return false;
    return now - Date.parse(state.running.startedAt) > patience * 1000;
  });
}

const isOwnedBy = (object: KubeObject, owner: KubeObject) =>
  ((object.metadata as Owned).ownerReferences ?? []).some(({ name }) => name === owner.metadata.name);

const revision = ({ metadata }: KubeObject) => Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
