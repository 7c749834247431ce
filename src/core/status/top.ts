// What an app's containers use, beside what they asked for and may have at most.
import { namePods } from "../logs.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { processTypeOf } from "../objects/labels.ts";
import { quantity } from "../validate/rules/quantity.ts";

export interface Amounts {
  /** CPUs, or bytes; null where it was not measured yet. */
  readonly now: number | null;
  /** Null when there is none. */
  readonly request: number | null;
  readonly limit: number | null;
}

export interface ContainerUse {
  /** `web.1`; the pod's own name for that of a run. */
  readonly process: string;
  readonly pod: string;
  readonly container: string;
  readonly cpu: Amounts;
  readonly memory: Amounts;
}

/** Of pods that run, by name. `usage` are the pods of metrics.k8s.io; null where none are served. */
export function containerUses(
  pods: readonly KubeObject[],
  usage: readonly KubeObject[] | null,
): readonly ContainerUse[] {
  const running = pods.filter(({ status }) => at(status, "phase") === "Running");
  const names = new Map(
    namePods(running.filter((pod) => processTypeOf(pod) !== null)).map(({ pod, type, index }) => [
      pod,
      `${type}.${index}`,
    ]),
  );
  return running
    .flatMap((pod) => usesOf(names.get(pod.metadata.name) ?? pod.metadata.name, pod, usage ?? []))
    .sort((a, b) => a.process.localeCompare(b.process, "en", { numeric: true }));
}

function usesOf(
  process: string,
  { metadata, spec }: KubeObject,
  usage: readonly KubeObject[],
): readonly ContainerUse[] {
  const measured = list(usage.find((one) => one.metadata.name === metadata.name)?.containers);
  return list(at(spec, "containers")).map((container) => {
    const name = String(at(container, "name"));
    const now = measured.find((one) => at(one, "name") === name);
    const amounts = (resource: string): Amounts => ({
      now: amount(at(now, "usage", resource)),
      request: amount(at(container, "resources", "requests", resource)),
      limit: amount(at(container, "resources", "limits", resource)),
    });
    return { process, pod: metadata.name, container: name, cpu: amounts("cpu"), memory: amounts("memory") };
  });
}

/** Metrics have more digits than anybody reads. */
const amount = (value: unknown) => (value === undefined ? null : Math.round(quantity(value) * 1000) / 1000);
