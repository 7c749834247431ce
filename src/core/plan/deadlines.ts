// How long a rollout may have faults before it counts as failed.
import type { KubeObject, StringMap } from "../model/manifest.ts";

/** The least time a container gets to answer its readiness check, seconds: one that starts slowly, or on a busy node, is not broken. */
export const READY_WITHIN = 60;

/** Seconds a rollout may take without a deploy-timeout: Kubernetes' default too, which a Deployment in the cluster carries. */
export const ROLLED_OUT_WITHIN = 600;

const TIMEOUT = "dokku.com/deploy-timeout";

/** On an object that has no field for it. */
export const timeoutAnnotation = (seconds: number | null): StringMap =>
  seconds === null ? {} : { [TIMEOUT]: String(seconds) };

export interface Deadlines {
  /** Seconds until the rollout has to be over. */
  readonly timeout: number;
  /** Container -> seconds in which a readiness check may fail. */
  readonly readiness: Readonly<Record<string, number>>;
}

interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

interface Spec {
  readonly progressDeadlineSeconds?: number;
  readonly template: { readonly spec: { readonly containers: readonly Container[] } };
}

interface Container {
  readonly name: string;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export function deadlinesOf({ metadata, spec }: KubeObject): Deadlines {
  const { progressDeadlineSeconds, template } = spec as Spec;
  const timeout = Number(progressDeadlineSeconds ?? metadata.annotations?.[TIMEOUT] ?? ROLLED_OUT_WITHIN);
  const readiness = ({ startupProbe, readinessProbe }: Container) =>
    timeout === ROLLED_OUT_WITHIN
      ? Math.max(READY_WITHIN, (startupProbe ? longest(startupProbe) : 0) + longest(readinessProbe ?? {}))
      : timeout;
  const { containers } = template.spec;
  return { timeout, readiness: Object.fromEntries(containers.map((one) => [one.name, readiness(one)])) };
}

/** Seconds until Kubernetes itself gives a probe up; absent fields have Kubernetes' defaults. */
function longest({
  initialDelaySeconds = 0,
  periodSeconds = 10,
  timeoutSeconds = 1,
  failureThreshold = 3,
}: Probe): number {
  return initialDelaySeconds + periodSeconds * failureThreshold + timeoutSeconds;
}
