// What a diagnosis is made of: one look at an app's workloads and pods.
import { newestSet } from "../../core/diagnose/diagnose.ts";
import type { Evidence } from "../../core/diagnose/evidence.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { workloadResources } from "../../core/objects/workloads.ts";
import { manyPods } from "../../core/plan/follow-memory.ts";
import { firstPods, listOrNull, warnings } from "../../edge/kube/kubectl.ts";

/** Pods of a process type that are looked at where it has more: what these wait for, the others wait for. */
const ENOUGH = 100;
/** Tells the pods of one ReplicaSet from those of another. */
const TEMPLATE = "pod-template-hash";

export async function evidenceOf(
  app: string,
  place: Place,
  workloads: readonly KubeObject[],
  began: number,
): Promise<Evidence> {
  const [objects, others, events] = await Promise.all([
    lookAt(app, place, workloads),
    listOrNull(["poddisruptionbudgets", "horizontalpodautoscalers"], null, place),
    warnings(place),
  ]);
  const now = Date.now();
  // Nothing is said about what could not be looked at.
  return {
    app,
    workloads: objects === null ? [] : workloads,
    objects: [...(objects ?? []), ...(others ?? [])],
    events,
    seconds: (now - began) / 1000,
    now,
  };
}

/** With their pods: all in one call where they are few, which holds for nearly every app. */
async function lookAt(
  app: string,
  place: Place,
  workloads: readonly KubeObject[],
): Promise<readonly KubeObject[] | null> {
  const kinds = [...workloadResources(workloads), "replicasets"];
  const selector = processSelector(app);
  const isLarge = manyPods(workloads) !== null && workloads.every(({ kind }) => kind === "Deployment");
  if (!isLarge) return listOrNull([...kinds, "pods"], selector, place);
  const found = await listOrNull(kinds, selector, place);
  if (found === null) return null;
  const sets = found.flatMap((one) => (one.kind === "Deployment" ? (newestSet(one, found) ?? []) : []));
  const ofSet = ({ metadata: { labels } }: KubeObject) => `${selector},${TEMPLATE}=${labels?.[TEMPLATE]}`;
  const pods = await Promise.all(sets.map((set) => firstPods(ofSet(set), ENOUGH, place)));
  return pods.includes(null) ? null : [...found, ...pods.flatMap((some) => some ?? [])];
}
