// An app's status out of what Dokku keeps of it and what the cluster has.
import type { AddedCertificate, Mount } from "../model/app.ts";
import { clusterName, type Place } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { URL_ROUTES } from "../objects/routing.ts";
import { isWorkload } from "../objects/workloads.ts";
import type { History } from "../plan/history.ts";
import { claimStatuses, cronStatuses, runStatuses, urlStatuses } from "./around.ts";
import { claimProblems, routeProblems, troubles, urlProblems } from "./problems.ts";
import { processesOf } from "./processes.ts";
import { failedRelease, releaseOf } from "./releases.ts";
import type { AppStatus, ProcessStatus, State } from "./status.ts";

/** What is kept on the Dokku server. */
export interface Kept {
  readonly app: string;
  readonly place: Place;
  /** Null for an app that was never deployed. */
  readonly record: ReleaseRecord | null;
  readonly history: History;
  /** The report of the last failed deploy. */
  readonly failure: string | null;
  readonly certificate: AddedCertificate | null;
  readonly mounts: readonly Mount[];
}

/** What the cluster says; null where it could not be asked. */
export interface Asked {
  /** The app's Deployments, StatefulSets, DaemonSets, ReplicaSets, pods, Jobs and CronJobs. */
  readonly objects: readonly KubeObject[] | null;
  /** The namespace's PodDisruptionBudgets, HorizontalPodAutoscalers, claims, Ingresses and Certificates. */
  readonly others: readonly KubeObject[] | null;
  /** The namespace's warnings. */
  readonly events: readonly KubeObject[];
  readonly usage: readonly KubeObject[] | null;
  /** The kinds of `others` that may not be read. */
  readonly hidden: readonly string[];
  /** Why something is missing. */
  readonly unknown: readonly string[];
}

/** Before anybody was asked. */
export const NOT_ASKED: Asked = { objects: null, others: null, events: [], usage: null, hidden: [], unknown: [] };

export function appStatus(kept: Kept, asked: Asked, now: number): AppStatus {
  const { app, place, record, history } = kept;
  const objects = asked.objects ?? [];
  const { others, events, hidden } = asked;
  const visible = (kind: string) => (others === null || hidden.includes(kind) ? null : others);
  const routed = ["Ingress", ...URL_ROUTES].every(visible) ? others : null;
  const urls = urlStatuses(record?.routes ?? [], routed, kept.certificate, now);
  const volumes = visible("PersistentVolumeClaim");
  const claims = claimStatuses(kept.mounts, record?.optionClaims ?? [], volumes);
  const processes = processesOf(objects, others ?? [], asked.usage);
  const recorded = asked.objects === null ? [] : (record?.objects ?? []);
  const problems = [
    ...troubles({ app, objects, others: others ?? [], events, recorded, now }),
    ...urlProblems(app, place.namespace, urls),
    ...routeProblems(app, others ?? [], recorded),
    ...claimProblems(app, place.namespace, claims),
  ];
  return {
    app,
    state: record === null ? "not deployed" : stateOf(record, asked, processes, problems.length),
    cluster: clusterName(place.cluster),
    namespace: place.namespace,
    release: record && releaseOf(record, history),
    failed: failedRelease(history, kept.failure),
    processes,
    urls,
    cron: cronStatuses(objects, now),
    runs: runStatuses(app, objects),
    claims,
    problems,
    unknown: asked.unknown,
  };
}

function stateOf(
  { stopped, objects: recorded }: ReleaseRecord,
  { objects }: Asked,
  processes: readonly ProcessStatus[],
  problems: number,
): State {
  if (objects === null) return "unknown";
  if (stopped) return "stopped";
  const there = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  const isGone = recorded.some((ref) => isWorkload(ref) && !there.has(`${ref.kind} ${ref.name}`));
  if (isGone || processes.some(({ wanted, ready }) => wanted > 0 && ready === 0)) return "down";
  return problems > 0 || processes.some(({ wanted, ready }) => ready < wanted) ? "degraded" : "running";
}
