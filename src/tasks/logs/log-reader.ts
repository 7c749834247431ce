// Reads the logs of several pods at once and prints their lines whole, each once, with the name of its pod.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { SchedulerError } from "../../core/errors.ts";
import { Bookmark, byTime, type Instance, instanceOf, type NamedPod, namePods, splitLogLine } from "../../core/logs.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { hasColours, painted } from "../../core/words/ink.ts";
import { readLog, readTail } from "../../edge/kube/logs.ts";
import { warn } from "../../edge/log.ts";

/** How many logs are read at once before they are put in order. */
const AT_ONCE = 8;
/** Milliseconds before a log is read on whose connection broke. */
const PAUSE = 1_000;

export interface ReaderOptions {
  readonly app: string;
  readonly place: Place;
  readonly isWanted: (pod: NamedPod) => boolean;
  readonly bare: boolean;
  readonly count: number | null;
  readonly end: AbortSignal;
}

interface Source {
  readonly name: NamedPod;
  readonly bookmark: Bookmark;
  /** The container that was read to its end. */
  read: string | null;
  /** While somebody reads it. */
  reading: Promise<void> | null;
}

export class LogReader {
  readonly #options: ReaderOptions;
  readonly #sources = new Map<string, Source>();
  #pods: readonly KubeObject[] = [];

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** What there is, of all pods in the order of time. Throws APPLY_REFUSED when no log could be read. */
  async past(pods: readonly KubeObject[]): Promise<void> {
    const lines: { readonly line: string; readonly source: Source }[] = [];
    const failures: string[] = [];
    const waiting = [...this.#take(pods)];
    const worker = async () => {
      for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
        const { bookmark, name } = source;
        const instance = this.#instance(name);
        if (instance === null) continue;
        const where = { place: this.#options.place, pod: name.pod, container: instance.container };
        const { lines: own, failed } = await readTail(where, this.#options.count, this.#options.end);
        if (failed !== null) failures.push(failed);
        for (const line of own) if (bookmark.take(line)) lines.push({ line, source });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (failures.length > 0 && lines.length === 0)
      throw new SchedulerError("APPLY_REFUSED", `read the logs of ${this.#options.app}`, [...new Set(failures)]);
    for (const failure of failures) warn(failure);
    lines.sort((a, b) => byTime(a.line, b.line));
    for (const { line, source } of lines) await this.#print(line, source);
  }

  /** What comes: one reader for each pod that writes. */
  go(pods: readonly KubeObject[]): void {
    for (const source of this.#take(pods)) {
      source.reading ??= this.#readOn(source)
        .catch(() => null)
        .then(() => {
          source.reading = null;
        });
    }
  }

  /** Until the reader is gone. */
  async rest(): Promise<void> {
    await Promise.all([...this.#sources.values()].map(({ reading }) => reading));
  }

  /** The wanted ones of the pods; a pod keeps its name for as long as it is there. */
  #take(pods: readonly KubeObject[]): readonly Source[] {
    this.#pods = pods;
    const known = [...this.#sources.values()].map(({ name }) => name);
    return namePods(pods, known)
      .filter((name) => this.#options.isWanted(name))
      .map((name) => {
        const source = this.#sources.get(name.pod) ?? { name, bookmark: new Bookmark(), read: null, reading: null };
        this.#sources.set(name.pod, source);
        return source;
      });
  }

  async #readOn(source: Source): Promise<void> {
    const { name, bookmark } = source;
    const { place, end } = this.#options;
    while (!end.aborted) {
      const instance = this.#instance(name);
      if (instance === null || instance.id === source.read) return;
      const where = { place, pod: name.pod, container: instance.container };
      const failed = await readLog(
        { ...where, tail: null, since: bookmark.since(), follow: true },
        async (line) => {
          if (bookmark.take(line)) await this.#print(line, source);
        },
        end,
      );
      const now = this.#instance(name);
      // A log that ended while its container runs was cut off, unless the news of its end are still on their way.
      if (failed === null && !(now?.isRunning && now.id === instance.id)) source.read = instance.id;
      else await sleep(PAUSE, null, { signal: end }).catch(() => null);
    }
  }

  /** Null while the pod has written nothing, and when it has gone. */
  #instance({ pod }: NamedPod): Instance | null {
    const found = this.#pods.find(({ metadata }) => metadata.name === pod);
    return found === undefined ? null : instanceOf(found);
  }

  async #print(line: string, { name }: Source): Promise<void> {
    const { bare, end } = this.#options;
    const { time, text } = splitLogLine(line);
    const prefix = bare ? "" : paint(`${time} app[${name.type}.${name.index}]:`, name.pod);
    if (end.aborted || process.stdout.write(`${prefix}${bare ? "" : " "}${text}\n`, "latin1")) return;
    await once(process.stdout, "drain", { signal: end }).catch(() => null);
  }
}

const colours = [36, 33, 32, 35, 34, 31];

/** One colour a pod, the same in every run. */
function paint(prefix: string, pod: string): string {
  if (!hasColours(process.env, process.stdout.isTTY === true)) return prefix;
  const sum = [...pod].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return painted(prefix, colours[sum % colours.length] ?? 0);
}
