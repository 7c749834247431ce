// THE kinds of object that keep the pods of a process type running, and what differs between them.
import type { App } from "../model/app.ts";
import { valueFor } from "../properties/table.ts";

export interface WorkloadKind {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  /** In the paths of the API server, and for kubectl. */
  readonly resource: string;
  /** The list of `kubedog multitrack` it is tracked in. */
  readonly trackedAs: "Deployments" | "StatefulSets" | "DaemonSets";
  /** It has a number of pods; otherwise each node has one. */
  readonly hasScale: boolean;
  /** The label by which its pods of one release differ from those of another. */
  readonly revisionLabel: string;
}

const deployment: WorkloadKind = {
  kind: "Deployment",
  resource: "deployments",
  trackedAs: "Deployments",
  hasScale: true,
  revisionLabel: "pod-template-hash",
};

/** By the words of the property. */
const workloads: Readonly<Record<string, WorkloadKind>> = {
  deployment,
  statefulset: {
    kind: "StatefulSet",
    resource: "statefulsets",
    trackedAs: "StatefulSets",
    hasScale: true,
    revisionLabel: "controller-revision-hash",
  },
  daemonset: {
    kind: "DaemonSet",
    resource: "daemonsets",
    trackedAs: "DaemonSets",
    hasScale: false,
    revisionLabel: "controller-revision-hash",
  },
};

const all = Object.values(workloads);

export function workloadFor({ properties }: Pick<App, "properties">, type: string): WorkloadKind {
  return workloads[valueFor(properties, "workload", type)] ?? deployment;
}

/** Null for what is none. */
export function workloadOfKind(kind: string): WorkloadKind | null {
  return all.find((one) => one.kind === kind) ?? null;
}

export const isWorkload = ({ kind }: { readonly kind: string }): boolean => workloadOfKind(kind) !== null;

/** What kubectl is asked for to find those of an app: only kinds that it has, for an account may not see the others. */
export function workloadResources(objects: readonly { readonly kind: string }[]): readonly string[] {
  const has = ({ kind }: WorkloadKind) => kind === deployment.kind || objects.some((object) => object.kind === kind);
  return all.filter(has).map(({ resource }) => resource);
}
