// Why pods are not ready, in words: their status in, sentences out.
import type { KubeObject } from "../model/manifest.ts";

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode: number; readonly message?: string };
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  readonly containerStatuses?: readonly {
    readonly image: string;
    readonly ready: boolean;
    readonly restartCount: number;
    readonly state?: ContainerState;
    readonly lastState?: ContainerState;
  }[];
}

/** One sentence for each distinct trouble, with the process type it is of. Pods that are ready say nothing. */
export function diagnosePods(pods: readonly KubeObject[]): readonly string[] {
  return [
    ...new Set(pods.flatMap((pod) => troubles(pod.status as PodStatus).map((trouble) => `${typeOf(pod)}: ${trouble}`))),
  ];
}

const typeOf = (pod: KubeObject) => pod.metadata.labels?.["process-type"] ?? pod.metadata.name;

function troubles(status: PodStatus): readonly string[] {
  const unscheduled = status.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled) return [`no node can take the pod: ${unscheduled.message ?? "no reason given"}`];
  return (status.containerStatuses ?? [])
    .filter(({ ready }) => !ready)
    .flatMap((container) => {
      const { waiting, terminated } = container.state ?? {};
      const ended = terminated ?? container.lastState?.terminated;
      if (
        waiting?.reason === "ErrImagePull" ||
        waiting?.reason === "ImagePullBackOff" ||
        waiting?.reason === "InvalidImageName"
      ) {
        return [`the image ${container.image} cannot be pulled: ${waiting.message ?? waiting.reason}`];
      }
      if (ended && (container.restartCount > 0 || terminated)) return [died(ended, container.restartCount)];
      if (waiting && waiting.reason !== "ContainerCreating")
        return [`the container cannot start: ${waiting.message ?? waiting.reason}`];
      if (waiting) return ["the container is still being created"];
      return ["the container runs, and its readiness check has not answered yet"];
    });
}

function died(ended: NonNullable<ContainerState["terminated"]>, restarts: number): string {
  const why = ended.reason === "OOMKilled" ? "ran out of memory" : `ended with exit code ${ended.exitCode}`;
  const said = ended.message ? `: ${ended.message.trim()}` : "";
  return `the container ${why}${said} (${restarts} ${restarts === 1 ? "restart" : "restarts"})`;
}
