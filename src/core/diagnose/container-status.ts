// A container of a pod: what was asked for, and what the pod's status says of it, as far as either is read.
import type { KubeObject } from "../model/manifest.ts";

export interface Ended {
  readonly reason?: string;
  readonly exitCode: number;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: { readonly startedAt: string };
    readonly terminated?: Ended;
  };
  readonly lastState?: { readonly terminated?: Ended };
}

export interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly exec?: { readonly command?: readonly string[] };
}

export interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly resources?: {
    readonly limits?: { readonly memory?: string };
    readonly requests?: Readonly<Record<string, string>>;
  };
}

interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}

interface PodStatus {
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

/** Those that come before the app, and those of the app. */
export function containersOf({ spec }: KubeObject): Readonly<Record<"init" | "main", readonly Container[]>> {
  const { initContainers = [], containers } = spec as unknown as PodSpec;
  return { init: initContainers, main: containers };
}

export function containerOf(pod: KubeObject, name: string): Container | null {
  const { init, main } = containersOf(pod);
  return [...init, ...main].find((container) => container.name === name) ?? null;
}

export const isInit = (pod: KubeObject, name: string) => containersOf(pod).init.some((one) => one.name === name);

export function statusesOf({ status }: KubeObject): Readonly<Record<"init" | "main", readonly ContainerStatus[]>> {
  const { initContainerStatuses = [], containerStatuses = [] } = (status ?? {}) as PodStatus;
  return { init: initContainerStatuses, main: containerStatuses };
}

export function statusOf(pod: KubeObject, name: string | null): ContainerStatus | null {
  const { init, main } = statusesOf(pod);
  return [...init, ...main].find((status) => status.name === name) ?? null;
}
