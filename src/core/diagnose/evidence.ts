// What a diagnosis is made of, and what comes out of it.
import type { KubeObject } from "../model/manifest.ts";
import { CANARY, processTypeOf } from "../objects/labels.ts";
import { isWorkload } from "../objects/workloads.ts";

export interface Evidence {
  readonly app: string;
  /** The Deployments, StatefulSets and DaemonSets that are rolled out, as they were applied. */
  readonly workloads: readonly KubeObject[];
  /** Those of the app, its ReplicaSets and Pods, and the PodDisruptionBudgets and HorizontalPodAutoscalers of its namespace, as they are. */
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
  /** What to do, with the command to type; null where another finding says it. */
  readonly helps: string | null;
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

/**
 * Kubernetes gives no field for it: words of a message that tell of a call that got no answer, where the next try may get one.
 * What stands in quotes is a name that somebody chose.
 */
const UNANSWERED =
  /timed out|(?:i\/o|handshake|gateway) timeout|^timeout: |deadline exceeded|connection (?:refused|reset)|no such host|no route to host|failed to sync|try again|too ?many ?requests|service unavailable|bad gateway|internal (?:server )?error|\bEOF\b/i;

export const mayHeal = (message: string): boolean => UNANSWERED.test(message.replaceAll(/"[^"]*"/g, ""));

export interface Warning {
  /** Kubernetes' own word, such as FailedMount. */
  readonly reason: string;
  readonly message: string;
}

/** The cluster's warnings about one object, the newest first; only those seen since a time, in milliseconds. */
export function warningsOf({ events }: Evidence, name: string, since = 0): readonly Warning[] {
  return events
    .filter((event) => nameIn(event) === name && !(Date.parse(lastSeen(event)) < since))
    .sort((a, b) => (lastSeen(a) < lastSeen(b) ? 1 : -1))
    .map(({ reason, message }) => ({ reason: String(reason ?? ""), message: String(message ?? "") }));
}

/** The name of what an event is about. */
export const nameIn = ({ involvedObject }: KubeObject) =>
  (involvedObject as { readonly name?: string } | undefined)?.name;

const lastSeen = ({ metadata, lastTimestamp, eventTime }: KubeObject) =>
  String(lastTimestamp ?? eventTime ?? (metadata as { readonly creationTimestamp?: string }).creationTimestamp ?? "");

export const typeOf = (object: KubeObject) => processTypeOf(object) ?? object.metadata.name;

/** What Dokku calls it: a canary is web. */
function dokkuTypeOf(object: KubeObject): string | null {
  const type = processTypeOf(object);
  return type === CANARY ? "web" : type;
}

/** ` --process-type web`; empty for what runs with the app's own amounts. */
export function typeFlag(object: KubeObject): string {
  const type = dokkuTypeOf(object);
  return type === null ? "" : ` --process-type ${type}`;
}

export function showManifest(pod: KubeObject, app: string): string {
  const show = `dokku scheduler-kubernetes:show-manifest ${app}`;
  const owner = ownersOf(pod).find(isWorkload)?.kind ?? "Deployment";
  return dokkuTypeOf(pod) === null ? show : `${show} ${dokkuTypeOf(pod)} ${owner.toLowerCase()}`;
}

interface Owner {
  readonly kind: string;
  readonly name: string;
}

export const ownersOf = ({ metadata }: KubeObject) =>
  (metadata as { readonly ownerReferences?: readonly Owner[] }).ownerReferences ?? [];

/** `-n NAMESPACE`, for a command that looks at an object. */
export const placeOf = ({ metadata: { namespace } }: KubeObject) => `-n ${namespace ?? "NAMESPACE"}`;
