// What a diagnosis is made of, and what comes out of it.
import type { KubeObject } from "../model/manifest.ts";
import { processTypeOf } from "../objects/labels.ts";

export interface Evidence {
  readonly app: string;
  /** The Deployments that are rolled out, as they were applied. */
  readonly deployments: readonly KubeObject[];
  /** The app's Deployments, ReplicaSets and Pods, and the PodDisruptionBudgets of its namespace, as they are. */
  readonly objects: readonly KubeObject[];
  /** Warnings about them; empty until they are asked for. */
  readonly events: readonly KubeObject[];
  /** Since the rollout began. */
  readonly seconds: number;
  /** Milliseconds. */
  readonly now: number;
}

export interface Trouble {
  /** Waiting longer does not help. */
  readonly isFinal: boolean;
  /** What is wrong, with its numbers. */
  readonly says: string;
  /** What to do, with the command to type. */
  readonly helps: string;
}

export interface Finding extends Trouble {
  /** The process type. */
  readonly type: string;
  /** The first pod that has it, with the container whose log explains it; null where there is none. */
  readonly pod: KubeObject | null;
  readonly container: string | null;
}

/** Seconds until a fault that a retry could have fixed counts as permanent. */
export const SETTLED = 15;

/** The cluster's warnings about one object, the newest first. */
export function warningsOf({ events }: Evidence, { metadata }: KubeObject): readonly string[] {
  return events
    .filter((event) => nameIn(event) === metadata.name)
    .sort((a, b) => (lastSeen(a) < lastSeen(b) ? 1 : -1))
    .map(({ message }) => String(message ?? ""));
}

/** The name of what an event is about. */
export const nameIn = ({ involvedObject }: KubeObject) =>
  (involvedObject as { readonly name?: string } | undefined)?.name;

const lastSeen = ({ metadata, lastTimestamp, eventTime }: KubeObject) =>
  String(lastTimestamp ?? eventTime ?? (metadata as { readonly creationTimestamp?: string }).creationTimestamp ?? "");

export const typeOf = (object: KubeObject) => processTypeOf(object) ?? object.metadata.name;
