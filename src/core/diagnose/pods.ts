// Why pods are not ready, in words: their status in, sentences out.
import type { KubeObject } from "../model/manifest.ts";
import { processTypeOf } from "../objects/labels.ts";

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode: number; readonly message?: string };
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  readonly containerStatuses?: readonly {
    readonly name: string;
    readonly image: string;
    readonly ready: boolean;
    readonly restartCount: number;
    readonly state?: ContainerState;
    readonly lastState?: ContainerState;
  }[];
}

/** One sentence for each distinct trouble, with the process type it is of. Pods that are ready say nothing. */
export function diagnosePods(pods: readonly KubeObject[]): readonly string[] {
  return [...new Set(pods.flatMap((pod) => troubles(pod).map((trouble) => `${typeOf(pod)}: ${trouble}`)))];
}

const typeOf = (pod: KubeObject) => processTypeOf(pod) ?? pod.metadata.name;

function troubles(pod: KubeObject): readonly string[] {
  const status = pod.status as PodStatus;
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
      return [
        `the container runs, and its readiness check${asks(pod, container.name)} has not been answered with success`,
      ];
    });
}

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly exec?: { readonly command?: readonly string[] };
}

/** ` GET :5000/healthz`: what the readiness check of a container asks for. */
function asks({ spec }: KubeObject, container: string): string {
  const { containers } = spec as { containers: readonly { readonly name: string; readonly readinessProbe?: Probe }[] };
  const { httpGet, tcpSocket, exec } = containers.find(({ name }) => name === container)?.readinessProbe ?? {};
  if (httpGet) return ` GET :${httpGet.port}${httpGet.path ?? "/"}`;
  if (tcpSocket) return ` (a connection to :${tcpSocket.port})`;
  return exec?.command ? ` (${exec.command.join(" ")})` : "";
}

function died(ended: NonNullable<ContainerState["terminated"]>, restarts: number): string {
  const why = ended.reason === "OOMKilled" ? "ran out of memory" : `ended with exit code ${ended.exitCode}`;
  const said = ended.message ? `: ${ended.message.trim()}` : "";
  return `the container ${why}${said} (${restarts} ${restarts === 1 ? "restart" : "restarts"})`;
}
