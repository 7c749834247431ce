// How `:canary APP` shows what is going on.
import { readyOf } from "../diagnose/rollout-status.ts";
import type { KubeObject } from "../model/manifest.ts";
import { type Asked, askedOf, isWeighed, podsOf, SINCE, STEP, shareOf } from "../plan/canary.ts";
import { shareIn } from "../plan/weights.ts";
import type { CanaryStep } from "../properties/canary.ts";
import { age } from "./age.ts";
import { columns } from "./columns.ts";

/** In JSON's words. */
export interface CanaryReport {
  readonly app: string;
  /** What the next release is to go through; empty when there is none. */
  readonly steps: readonly string[];
  /** Null while none is there. */
  readonly canary: {
    readonly step: string;
    /** ISO 8601. */
    readonly since: string;
    readonly pods: number;
    readonly ready: number;
    readonly old_pods: number;
    /** Percent of the requests. */
    readonly share: number;
    readonly asked: Asked | null;
  } | null;
}

/** The Deployments of the canary and of web, null for one that is not there, and the app's routes. */
export function canaryReport(
  app: string,
  steps: readonly CanaryStep[],
  canary: KubeObject | null,
  web: KubeObject | null,
  routes: readonly KubeObject[],
): CanaryReport {
  return {
    app,
    steps: steps.map(({ text }) => text),
    canary: canary && canaryPart(canary, podsOf(web), shareIn(app, routes) ?? 0),
  };
}

function canaryPart(canary: KubeObject, old: number, weighed: number): CanaryReport["canary"] {
  const { annotations = {} } = canary.metadata;
  const pods = podsOf(canary);
  return {
    step: annotations[STEP] ?? "",
    since: annotations[SINCE] ?? "",
    pods,
    ready: readyOf(canary),
    old_pods: old,
    share: isWeighed(canary) ? weighed : shareOf(pods, old),
    asked: askedOf(canary),
  };
}

/** `now` in milliseconds. */
export function canaryLines({ app, steps, canary }: CanaryReport, now: number): readonly string[] {
  const wanted = ["Steps", steps.length === 0 ? "none are set" : steps.join(", ")];
  if (canary === null) return columns([wanted, ["Now", "no canary"]]);
  const { step, since, pods, ready, old_pods, share, asked } = canary;
  return [
    ...columns([
      wanted,
      ["Now", `at ${step} for ${age(now - Date.parse(since))}`],
      ["Pods", `${ready}/${pods} ready, beside ${old_pods}: ${share}% of the requests`],
      ...(asked === null ? [] : [["Asked for", asked]]),
    ]),
    `go on: dokku scheduler-kubernetes:canary ${app} promote`,
    `go back: dokku scheduler-kubernetes:canary ${app} abort`,
  ];
}
