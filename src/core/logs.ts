// Names pods as Dokku does: `web.1` is the oldest pod of the process type `web`.
import type { KubeObject } from "./model/manifest.ts";

export interface NamedPod {
  /** The pod's name in the cluster. */
  readonly pod: string;
  readonly type: string;
  /** From 1, oldest first. */
  readonly index: number;
}

export function namePods(pods: readonly KubeObject[]): readonly NamedPod[] {
  const counts = new Map<string, number>();
  const age = (pod: KubeObject) =>
    `${(pod.metadata as { creationTimestamp?: string }).creationTimestamp ?? ""} ${pod.metadata.name}`;
  return [...pods]
    .sort((a, b) => (age(a) < age(b) ? -1 : 1))
    .map((pod) => {
      const type = pod.metadata.labels?.["process-type"] ?? "";
      const index = (counts.get(type) ?? 0) + 1;
      counts.set(type, index);
      return { pod: pod.metadata.name, type, index };
    });
}

/** A line of `kubectl logs --prefix`, `[pod/NAME/CONTAINER] text`, taken apart; null for any other. */
export function splitLogLine(line: string): { readonly pod: string; readonly text: string } | null {
  const [, pod, text] = /^\[pod\/([^/]+)\/[^\]]+\] ?(.*)$/s.exec(line) ?? [];
  return pod === undefined || text === undefined ? null : { pod, text };
}
