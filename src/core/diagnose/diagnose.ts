// Why a rollout does not complete: status, events and what was applied in, findings out.
import { isTerminating, type KubeObject } from "../model/manifest.ts";
import { deadlinesOf } from "../plan/deadlines.ts";
import type { ContainerStatus } from "./container-status.ts";
import { containerTrouble } from "./containers.ts";
import { type Evidence, type Finding, SETTLED, type Trouble, typeOf } from "./evidence.ts";
import { conditionsOf, evicted, refusal, unscheduled } from "./refusals.ts";

/** Findings about what the newest release made, the final ones first; none for a Deployment whose status is not yet about it. */
export function diagnose(evidence: Evidence): readonly Finding[] {
  const found = evidence.deployments.flatMap((deployment) => ofDeployment(deployment, evidence));
  return [...merged(found)].sort((a, b) => Number(b.isFinal) - Number(a.isFinal));
}

function ofDeployment(applied: KubeObject, evidence: Evidence): readonly Finding[] {
  const type = typeOf(applied);
  const { objects } = evidence;
  const live = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === applied.metadata.name);
  if (live === undefined) return [gone(applied, type, evidence)];
  if (isStale(live)) return [];
  const newest = objects.find(
    (set) => set.kind === "ReplicaSet" && owns(live, set) && revision(set) === revision(live),
  );
  const refused = newest && refusal(newest, evidence);
  const pods = newest === undefined ? [] : objects.filter((pod) => pod.kind === "Pod" && owns(newest, pod));
  return [
    ...(refused ? [{ ...refused, type, pod: null, container: null }] : []),
    ...pods.filter((pod) => !isTerminating(pod)).flatMap((pod) => ofPod(pod, applied, type, evidence)),
    ...late(live, applied, type, evidence),
  ];
}

/** Deleted during the rollout, alone or with its namespace, or no longer ours by its labels. */
function gone({ metadata: { name, namespace } }: KubeObject, type: string, { app, seconds }: Evidence): Finding {
  return {
    isFinal: seconds >= SETTLED,
    says: `Deployment ${name} no longer exists: it or its labels were removed, or namespace ${namespace} is being terminated`,
    helps: `see: kubectl get namespace ${namespace}; then deploy again: dokku ps:rebuild ${app}`,
    type,
    pod: null,
    container: null,
  };
}

function ofPod(pod: KubeObject, owner: KubeObject | null, type: string, evidence: Evidence): readonly Finding[] {
  const { initContainerStatuses = [], containerStatuses = [] } = (pod.status ?? {}) as {
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
  const whole = evicted(pod, evidence) ?? unscheduled(pod, evidence);
  if (whole) return [{ ...whole, type, pod, container: null }];
  const first = initContainerStatuses.find(({ ready }) => !ready);
  const trouble = (status: ContainerStatus): Trouble | null => containerTrouble(pod, owner, status, evidence);
  if (first) {
    const found = trouble(first);
    return found === null
      ? []
      : [
          {
            ...found,
            says: `in init container ${first.name}, before the app starts: ${found.says}`,
            type,
            pod,
            container: first.name,
          },
        ];
  }
  return containerStatuses.flatMap((status) => {
    const found = trouble(status);
    return found === null ? [] : [{ ...found, type, pod, container: status.name }];
  });
}

/** What is wrong with pods of a Job, or keeps them waiting, in sentences. */
export function diagnosePods(app: string, pods: readonly KubeObject[]): readonly string[] {
  const evidence = { app, deployments: [], objects: pods, events: [], seconds: SETTLED, now: 0 };
  const found = merged(pods.flatMap((pod) => ofPod(pod, null, typeOf(pod), evidence)));
  const [first] = pods;
  if (found.length === 0 && first && !isRunning(first))
    return [`${typeOf(first)}: the container is still being created`];
  return found.map(({ type, says }) => `${type}: ${says}`);
}

const isRunning = ({ status }: KubeObject) => (status as { readonly phase?: string } | undefined)?.phase === "Running";

function late(live: KubeObject, applied: KubeObject, type: string, { app, seconds }: Evidence): readonly Finding[] {
  if (isRolledOut(live)) return [];
  const { timeout } = deadlinesOf(applied);
  const stopped = conditionsOf(live).some(({ reason }) => reason === "ProgressDeadlineExceeded");
  if (seconds < timeout && !stopped) return [];
  const { ready, wanted } = progressOf(live);
  return [
    {
      isFinal: true,
      says: `${ready} of ${wanted} new pods were ready within ${timeout} s, the deploy-timeout`,
      helps: `allow more time: dokku scheduler-kubernetes:set ${app} deploy-timeout SECONDS`,
      type,
      pod: null,
      container: null,
    },
  ];
}

/** One finding for the same trouble of several pods. */
function merged(found: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of found) {
    const key = `${finding.type} ${finding.says.replaceAll(/(?<!\d)\d+ (times|s)\b/g, "")}`;
    const known = first.get(key);
    if (known === undefined || (finding.isFinal && !known.isFinal)) first.set(key, finding);
  }
  return [...first.values()];
}

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
}

const statusOf = ({ status }: KubeObject) => (status ?? {}) as DeploymentStatus;

/** A status from before the last change says nothing about it. */
export function isStale(live: KubeObject): boolean {
  const { generation = 0 } = live.metadata as { readonly generation?: number };
  return (statusOf(live).observedGeneration ?? 0) < generation;
}

export interface RolloutProgress {
  /** New pods that have been ready for as long as they must. */
  readonly ready: number;
  readonly wanted: number;
  /** New pods that are ready, and not for as long. */
  readonly settling: number;
}

/** Old pods stay ready meanwhile, and do not count. */
export function progressOf(live: KubeObject): RolloutProgress {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = statusOf(live);
  const old = replicas - updatedReplicas;
  const ofNew = (count: number) => Math.max(0, Math.min(count - old, updatedReplicas));
  const ready = ofNew(availableReplicas);
  const wanted = (live.spec as { readonly replicas?: number }).replicas ?? 1;
  return { ready, wanted, settling: ofNew(readyReplicas) - ready };
}

function isRolledOut(live: KubeObject): boolean {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = statusOf(live);
  const { wanted } = progressOf(live);
  return updatedReplicas >= wanted && availableReplicas >= wanted && replicas <= updatedReplicas;
}

function owns(owner: KubeObject, { metadata }: KubeObject): boolean {
  const { ownerReferences = [] } = metadata as { readonly ownerReferences?: readonly { readonly name: string }[] };
  return ownerReferences.some(({ name }) => name === owner.metadata.name);
}

const revision = ({ metadata }: KubeObject) => metadata.annotations?.["deployment.kubernetes.io/revision"];
