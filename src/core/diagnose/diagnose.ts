// Why a rollout does not complete: status, events and what was applied in, findings out.
import { kubectlOf } from "../model/cluster.ts";
import { isTerminating, type KubeObject } from "../model/manifest.ts";
import { at } from "../model/read.ts";
import { deadlinesOf } from "../plan/deadlines.ts";
import { autoscalerTrouble } from "./autoscaler.ts";
import { type ContainerStatus, statusesOf } from "./container-status.ts";
import { containerTrouble } from "./containers.ts";
import { type Evidence, type Finding, ownersOf, placeOf, SETTLED, typeOf } from "./evidence.ts";
import { shellWord } from "./exits.ts";
import { creationRefusal, refusal } from "./refusals.ts";
import { isRolledOut, isStale, progressOf } from "./rollout-status.ts";
import { evicted, unscheduled } from "./scheduling.ts";
import { withoutCounts } from "./words.ts";

/** Findings about what the newest release made, the final ones first; none for an object whose status is not yet about it. */
export function diagnose(evidence: Evidence): readonly Finding[] {
  const found = evidence.workloads.flatMap((workload) => ofWorkload(workload, evidence));
  return [...merged(found)].sort((a, b) => Number(b.isFinal) - Number(a.isFinal));
}

function ofWorkload(applied: KubeObject, evidence: Evidence): readonly Finding[] {
  const type = typeOf(applied);
  const live = liveOf(applied, evidence);
  if (live === undefined) return [gone(applied, type, evidence)];
  if (isStale(live)) return [];
  if ((live.spec as { readonly paused?: boolean }).paused) return [paused(live, type, evidence)];
  const { refused, pods } = newestOf(live, evidence);
  const found = [
    ...(refused ? [{ ...refused, type, pod: null, container: null }] : []),
    ...pods.filter((pod) => !isTerminating(pod)).flatMap((pod) => ofPod(pod, applied, type, evidence)),
  ];
  if (isRolledOut(live)) return found;
  const isExplained = found.some(({ helps }) => helps !== null);
  const blind = autoscalerTrouble(live, evidence);
  return [
    ...found,
    ...(blind ? [{ ...blind, type, pod: null, container: null }] : []),
    ...late(live, applied, type, isExplained, evidence),
  ];
}

const liveOf = (applied: KubeObject, { objects }: Evidence) =>
  objects.find(({ kind, metadata }) => kind === applied.kind && metadata.name === applied.metadata.name);

/**
 * Pods of an earlier release that a StatefulSet waits for in vain: it replaces a pod only when all others are ready, and a broken one never
 * will be. Deleted they come back as those of the newest release.
 */
export function blockers(evidence: Evidence): readonly KubeObject[] {
  return evidence.workloads.flatMap((applied) => {
    const live = liveOf(applied, evidence);
    if (live?.kind !== "StatefulSet" || isStale(live)) return [];
    const old = podsOf(live, evidence).filter((pod) => !isTerminating(pod) && !isNewest(live, pod));
    return old.filter(
      (pod) =>
        !isRunning(pod) ||
        statusesOf(pod).main.some(({ state }) => state?.running === undefined) ||
        ofPod(pod, live, typeOf(live), evidence).some(({ isFinal }) => isFinal),
    );
  });
}

const podsOf = (owner: KubeObject, { objects }: Evidence) =>
  objects.filter((object) => object.kind === "Pod" && owns(owner, object));

/** Of a StatefulSet or a DaemonSet, which make their pods themselves. */
function isNewest({ kind, metadata, status }: KubeObject, pod: KubeObject): boolean {
  const { labels = {} } = pod.metadata;
  if (kind === "StatefulSet") return labels["controller-revision-hash"] === at(status, "updateRevision");
  return labels["pod-template-generation"] === metadata.annotations?.["deprecated.daemonset.template.generation"];
}

/** The pods of the newest release, and why there are not more. */
function newestOf(live: KubeObject, evidence: Evidence) {
  if (live.kind === "Deployment") {
    const newest = newestSet(live, evidence.objects);
    if (newest === undefined) return { refused: null, pods: [] };
    return { refused: refusal(newest, evidence), pods: podsOf(newest, evidence) };
  }
  const pods = podsOf(live, evidence).filter((pod) => isNewest(live, pod));
  const isComplete = isRolledOut(live) || pods.some((pod) => !isRunning(pod));
  return { refused: isComplete ? null : creationRefusal(live, evidence), pods };
}

/** Nothing comes of what is applied to it, and the cluster does not go on by itself. */
function paused(live: KubeObject, type: string, { app, seconds }: Evidence): Finding {
  const { name } = live.metadata;
  return {
    isFinal: seconds >= SETTLED,
    says: `Deployment ${name} is paused: the cluster does not roll it out`,
    helps: `resume it: ${kubectlOf(app)} rollout resume deployment/${name} ${placeOf(live)}`,
    type,
    pod: null,
    container: null,
  };
}

/** Deleted during the rollout, alone or with its namespace, or no longer ours by its labels. */
function gone({ kind, metadata: { name, namespace } }: KubeObject, type: string, { app, seconds }: Evidence): Finding {
  return {
    isFinal: seconds >= SETTLED,
    says: `${kind} ${name} no longer exists: it or its labels were removed, or namespace ${namespace} is being terminated`,
    helps: `see: ${kubectlOf(app)} get namespace ${namespace}; then deploy again: dokku ps:rebuild ${app}`,
    type,
    pod: null,
    container: null,
  };
}

function ofPod(pod: KubeObject, owner: KubeObject | null, type: string, evidence: Evidence): readonly Finding[] {
  const whole = evicted(pod, evidence) ?? unscheduled(pod, evidence);
  if (whole) return [{ ...whole, type, pod, container: null }];
  const { init, main } = statusesOf(pod);
  const ofContainer = (status: ContainerStatus): readonly Finding[] => {
    const found = containerTrouble(pod, owner, status, evidence);
    if (found === null) return [];
    const finding = { ...found, type, pod, container: status.name };
    const word = status.state?.terminated || status.lastState?.terminated ? shellWord(pod, status.name) : null;
    return [
      finding,
      ...(word === null
        ? []
        : [{ ...finding, says: `${word} is not run by a shell here: put it in sh -c '...'`, helps: null }]),
    ];
  };
  // An init container that has exited well is ready.
  const first = init.find(({ ready }) => !ready);
  if (first === undefined) return main.flatMap(ofContainer);
  return ofContainer(first).map((found) => ({
    ...found,
    says: `in init container ${first.name}, before the app starts: ${found.says}`,
  }));
}

/**
 * What is wrong with the pods of a Job, or keeps them waiting; while there is none, who refuses it one. `evidence` has its pods as
 * objects, and its warnings.
 */
export function diagnoseJob(job: KubeObject, evidence: Evidence): readonly Finding[] {
  const type = typeOf(job);
  const { objects: pods } = evidence;
  const [first] = pods;
  const refused = first ? null : creationRefusal(job, evidence);
  if (refused !== null) return [{ ...refused, type, pod: null, container: null }];
  const found = merged(pods.flatMap((pod) => ofPod(pod, null, type, evidence)));
  if (found.length > 0 || !first || isRunning(first)) return found;
  return [
    { isFinal: false, says: "the container is still being created", helps: null, type, pod: first, container: null },
  ];
}

const isRunning = ({ status }: KubeObject) => (status as { readonly phase?: string } | undefined)?.phase === "Running";

/**
 * By our own clock: a Progressing condition that tells of an exceeded deadline may be left of an earlier rollout. More time is a help
 * only where nothing is known to be wrong.
 */
function late(
  live: KubeObject,
  applied: KubeObject,
  type: string,
  isExplained: boolean,
  { app, seconds }: Evidence,
): readonly Finding[] {
  const { timeout } = deadlinesOf(applied);
  if (seconds < timeout) return [];
  const { ready, wanted } = progressOf(live);
  return [
    {
      isFinal: true,
      says: `${ready} of ${wanted} new pods were ready within ${timeout} s, the deploy-timeout`,
      helps: isExplained ? null : `allow more time: dokku scheduler-kubernetes:set ${app} deploy-timeout SECONDS`,
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
    const key = `${finding.type} ${withoutCounts(finding.says)}`;
    const known = first.get(key);
    if (known === undefined || (finding.isFinal && !known.isFinal)) first.set(key, finding);
  }
  return [...first.values()];
}

function owns(owner: KubeObject, object: KubeObject): boolean {
  return ownersOf(object).some(({ kind, name }) => name === owner.metadata.name && kind === owner.kind);
}

/** The ReplicaSet of a Deployment's newest release. */
export const newestSet = (live: KubeObject, objects: readonly KubeObject[]): KubeObject | undefined =>
  objects.find((set) => set.kind === "ReplicaSet" && owns(live, set) && revision(set) === revision(live));

const revision = ({ metadata }: KubeObject) => metadata.annotations?.["deployment.kubernetes.io/revision"];
