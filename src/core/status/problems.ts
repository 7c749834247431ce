// What is wrong right now, in the words of a failed deploy's diagnosis.

import { autoscalerTrouble } from "../diagnose/autoscaler.ts";
import { diagnose, diagnoseJob } from "../diagnose/diagnose.ts";
import { type Evidence, type Finding, SETTLED, type Trouble, typeOf } from "../diagnose/evidence.ts";
import { attached } from "../diagnose/gateway.ts";
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject, Ref } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { isRoute } from "../objects/routing.ts";
import { isWorkload } from "../objects/workloads.ts";
import type { ClaimStatus, Problem, UrlStatus } from "./status.ts";

/** Days of a certificate that its owner has to renew, or whose renewal should have happened. */
const SOON = 14;

export interface Seen {
  readonly app: string;
  /** The app's Deployments, StatefulSets, DaemonSets, ReplicaSets, pods, Jobs and CronJobs. */
  readonly objects: readonly KubeObject[];
  /** The PodDisruptionBudgets and HorizontalPodAutoscalers of its namespace. */
  readonly others: readonly KubeObject[];
  /** Its warnings. */
  readonly events: readonly KubeObject[];
  /** What the last release left. */
  readonly recorded: readonly Ref[];
  /** Milliseconds. */
  readonly now: number;
}

/** Those about what runs. */
export function troubles({ app, objects, others, events, recorded, now }: Seen): readonly Problem[] {
  const workloads = objects.filter(isWorkload);
  const there = new Set(workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  const gone = recorded.filter((ref) => isWorkload(ref) && !there.has(`${ref.kind} ${ref.name}`)).map(asObject);
  // There is no rollout that could be late: what could heal by itself has had its time.
  const evidence: Evidence = {
    app,
    workloads: [...workloads, ...gone],
    objects: [...objects, ...others],
    events,
    seconds: SETTLED,
    now,
  };
  const found = diagnose(evidence).map((finding) => problemOf(finding.type, finding));
  const blind = workloads.flatMap((workload) => {
    const trouble = autoscalerTrouble(workload, evidence);
    return trouble === null ? [] : [problemOf(typeOf(workload), trouble)];
  });
  const said = new Set(found.map(({ says }) => says));
  return [...found, ...blind.filter(({ says }) => !said.has(says)), ...ofJobs(evidence)];
}

const asObject = ({ apiVersion, kind, namespace, name }: Ref): KubeObject => ({
  apiVersion,
  kind,
  metadata: namespace === null ? { name } : { name, namespace },
});

const problemOf = (about: string, { says, helps }: Trouble): Problem => ({
  about,
  says: says.replaceAll(/\s+/g, " "),
  helps,
});

/** Of runs and cron tasks that have not ended: what ended is told by its outcome. */
function ofJobs(evidence: Evidence): readonly Problem[] {
  const jobs = evidence.objects.filter(({ kind, status }) => kind === "Job" && !hasEnded(status));
  const findings = jobs.flatMap((job): readonly Finding[] => {
    const pods = evidence.objects.filter(
      ({ kind, metadata }) => kind === "Pod" && isOwned(metadata, job.metadata.name),
    );
    return diagnoseJob(job, { ...evidence, objects: pods });
  });
  return findings.filter(({ helps }) => helps !== null).map((finding) => problemOf(finding.type, finding));
}

const hasEnded = (status: unknown) =>
  at(status, "completionTime") !== undefined || Number(at(status, "failed") ?? 0) > 0;

const isOwned = (metadata: unknown, name: string) =>
  list(at(metadata, "ownerReferences")).some((owner) => at(owner, "name") === name);

/** Those about how it is reached. */
export function urlProblems(app: string, namespace: string, urls: readonly UrlStatus[]): readonly Problem[] {
  return urls.flatMap(({ url, routed, certificate }) => [
    ...(routed === false
      ? [{ about: url, says: "nothing routes it any more", helps: `dokku proxy:build-config ${app}` }]
      : []),
    ...(certificate === null ? [] : certificateProblems({ app, namespace }, url, certificate)),
  ]);
}

/** What the controllers of its Gateways say of its routes. The Gateways themselves may be somebody else's. */
export function routeProblems(
  app: string,
  others: readonly KubeObject[],
  recorded: readonly Ref[],
): readonly Problem[] {
  const isOwn = (object: KubeObject) =>
    isRoute(object) && recorded.some(({ kind, name }) => kind === object.kind && name === object.metadata.name);
  const { troubles } = attached(app, others.filter(isOwn), "");
  return troubles.map((trouble) => problemOf("web", trouble));
}

function certificateProblems(
  { app, namespace }: { readonly app: string; readonly namespace: string },
  about: string,
  { secret, problem, days_left }: NonNullable<UrlStatus["certificate"]>,
): readonly Problem[] {
  const helps = `see: dokku certs:report ${app}; ${kubectlOf(app)} describe secret ${secret} -n ${namespace}`;
  if (problem !== null) return [{ about, says: `its certificate is not ready: ${problem}`, helps }];
  if (days_left === null || days_left >= SOON) return [];
  const says = days_left < 0 ? "its certificate has expired" : `its certificate expires ${inDays(days_left)}`;
  return [{ about, says, helps }];
}

const inDays = (days: number) => (days === 0 ? "today" : days === 1 ? "in 1 day" : `in ${days} days`);

/** `namespace` is where they would be. */
export function claimProblems(app: string, namespace: string, claims: readonly ClaimStatus[]): readonly Problem[] {
  return claims
    .filter(({ status }) => !["Bound", "unknown"].includes(status))
    .map(({ claim, status }) => ({
      about: claim,
      says: status === "missing" ? "there is no such claim" : `the claim is ${status}`,
      helps: `see: ${kubectlOf(app)} describe pvc ${claim} -n ${namespace}`,
    }));
}
