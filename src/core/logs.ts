// The lines of an app's pods: the names of pods, the order of lines, and which of them were read before.
import type { KubeObject } from "./model/manifest.ts";
import { processTypeOf } from "./objects/labels.ts";

export interface NamedPod {
  /** The pod's name in the cluster. */
  readonly pod: string;
  readonly type: string;
  /** From 1, oldest first. */
  readonly index: number;
}

/** Names pods as Dokku does: `web.1` is the oldest pod of the process type `web`; terminating ones come last. */
export function namePods(pods: readonly KubeObject[], known: readonly NamedPod[] = []): readonly NamedPod[] {
  const kept = known.filter(({ pod }) => pods.some(({ metadata }) => metadata.name === pod));
  const named = [...kept];
  const fresh = pods.filter(({ metadata }) => !kept.some(({ pod }) => pod === metadata.name));
  for (const pod of [...fresh].sort((a, b) => (age(a) < age(b) ? -1 : 1))) {
    const type = processTypeOf(pod) ?? "";
    const taken = named.filter((other) => other.type === type).map(({ index }) => index);
    let index = 1;
    while (taken.includes(index)) index += 1;
    named.push({ pod: pod.metadata.name, type, index });
  }
  return named;
}

function age({ metadata, status }: KubeObject): string {
  const { creationTimestamp = "", deletionTimestamp } = metadata as Times;
  const leaves = deletionTimestamp || ["Failed", "Succeeded"].includes((status as { phase?: string })?.phase ?? "");
  return `${leaves ? 1 : 0} ${creationTimestamp} ${metadata.name}`;
}

interface Times {
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly containerID?: string;
  readonly state?: { readonly running?: object; readonly terminated?: { readonly containerID?: string } };
  readonly lastState?: { readonly terminated?: { readonly containerID?: string } };
}

export interface Instance {
  readonly container: string;
  readonly id: string;
  readonly isRunning: boolean;
}

/** The container whose log `kubectl logs` reads now; null while the app's own container has not written any. */
export function instanceOf({ metadata, status }: KubeObject): Instance | null {
  const { containerStatuses = [] } = (status ?? {}) as { containerStatuses?: readonly ContainerStatus[] };
  const own = containerStatuses.find(({ name }) => name === metadata.labels?.["app-process-type"]);
  const found = own ?? containerStatuses[0];
  if (found === undefined) return null;
  const isRunning = found.state?.running !== undefined;
  const ended = found.state?.terminated ?? found.lastState?.terminated;
  const id = isRunning ? found.containerID : ended?.containerID;
  return id ? { container: found.name, id, isRunning } : null;
}

/** A line of `kubectl logs --timestamps`, taken apart. */
export function splitLogLine(line: string): { readonly time: string; readonly text: string } {
  const blank = line.indexOf(" ");
  return blank < 0 ? { time: line, text: "" } : { time: line.slice(0, blank), text: line.slice(blank + 1) };
}

/** Nodes may write their time in zones of their own, all with nine digits below a second. */
export function byTime(a: string, b: string): number {
  const [left, right] = [splitLogLine(a).time, splitLogLine(b).time];
  return Date.parse(left) - Date.parse(right) || (left < right ? -1 : left > right ? 1 : 0);
}

/** Milliseconds: lines of stdout and stderr may be out of order by less than that. */
const OVERLAP = 2_000;

/** What was read of one log, so that reading on after a broken connection neither loses nor repeats a line. */
export class Bookmark {
  #latest = 0;
  /** The first line of all: what a second reading brings from before it was not asked for. */
  #first: string | null = null;
  /** The lines of the last seconds, with how often each came. */
  #recent = new Map<string, number>();
  #again = new Map<string, number>();

  /** From when on to ask, ISO 8601; null from the beginning. Kubernetes takes whole seconds. */
  since(): string | null {
    if (this.#latest === 0) return null;
    this.#again = new Map(this.#recent);
    return new Date(Math.floor((this.#latest - OVERLAP) / 1000) * 1000).toISOString();
  }

  /** Whether the line is new. */
  take(line: string): boolean {
    const times = this.#again.get(line) ?? 0;
    if (times > 0) {
      this.#again.set(line, times - 1);
      return false;
    }
    if (this.#again.size > 0 && this.#first !== null && byTime(line, this.#first) < 0) return false;
    this.#first ??= line;
    this.#recent.set(line, (this.#recent.get(line) ?? 0) + 1);
    const time = Date.parse(splitLogLine(line).time);
    if (Math.floor(time / 1000) > Math.floor(this.#latest / 1000)) this.#forget(time);
    if (time > this.#latest) this.#latest = time;
    return true;
  }

  // Once a second of the log, not for each line.
  #forget(now: number): void {
    for (const line of this.#recent.keys())
      if (Date.parse(splitLogLine(line).time) < now - OVERLAP - 1_000) this.#recent.delete(line);
  }
}
