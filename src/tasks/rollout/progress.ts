// How far a rollout is that takes its time, and what it waits for: a line for each process type, live on a terminal, elsewhere whenever
// it says something else.
import { setTimeout as sleep } from "node:timers/promises";
import { type Finding, typeOf } from "../../core/diagnose/evidence.ts";
import { isStale, progressOf } from "../../core/diagnose/rollout-status.ts";
import { waitingFor, withoutCounts } from "../../core/diagnose/words.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { workloadOfKind } from "../../core/objects/workloads.ts";
import { events } from "../../edge/kube/watch.ts";
import { isLive, liveStep } from "../../edge/log.ts";
import type { StepOutput } from "../steps/step-line.ts";

/** Milliseconds before progress is shown: a quick rollout costs no program. */
export const QUIET = 3_000;
/** Milliseconds before a broken connection is restored. */
const PAUSE = 2_000;

interface Line {
  readonly count: string;
  readonly ready: number;
  /** All new pods are up, and some have to stay so for a while. */
  readonly isSettling: boolean;
  readonly reason: string;
  /** Seconds until all were ready; null before. */
  readonly took: number | null;
}

const textOf = ({ count, reason }: Line) => (reason === "" ? count : `${count}: ${reason}`);
const liveTextOf = (line: Line) => textOf(line) + (line.took === null ? "" : ` after ${line.took} s`);

export class Progress {
  readonly #step: StepOutput;
  readonly #title: string;
  /** By process type, in the order of their objects; null for one of which nothing is known yet. */
  readonly #lines: Map<string, Line | null>;
  readonly #shown = new Map<string, string>();
  readonly #began = Date.now();
  #moved = Date.now();

  constructor(workloads: readonly KubeObject[], step: StepOutput) {
    this.#step = step;
    this.#title = step.title;
    this.#lines = new Map(workloads.map((workload) => [typeOf(workload), null]));
  }

  /** Whether nothing has moved for some time that should. */
  get isStuck(): boolean {
    const isSettling = [...this.#lines.values()].some((line) => line?.isSettling);
    return Date.now() - this.#moved >= QUIET && !isSettling;
  }

  count(live: KubeObject): void {
    const type = typeOf(live);
    const before = this.#lines.get(type);
    if (before === undefined || isStale(live)) return;
    const { ready: now, wanted, settling } = progressOf(live);
    // A count that drops as old pods terminate is not a step back.
    const ready = Math.max(now, before?.ready ?? 0);
    const { minReadySeconds } = live.spec as { readonly minReadySeconds?: number };
    const stay = settling > 0 && minReadySeconds ? `, ${settling} must stay up for ${minReadySeconds} s` : "";
    const count = `${type} ${ready}/${wanted} ready${stay}`;
    if (count === before?.count) return;
    const isSettling = stay !== "" && now + settling >= wanted;
    const reason = ready >= wanted ? "" : (before?.reason ?? "");
    const took = ready >= wanted ? (before?.took ?? Math.round((Date.now() - this.#began) / 1000)) : null;
    this.#lines.set(type, { count, ready, isSettling, reason, took });
    this.#moved = Date.now();
    this.#show();
  }

  /** By the first finding of each process type. */
  explain(findings: readonly Finding[]): void {
    for (const [type, line] of this.#lines) {
      const finding = findings.find((finding) => finding.type === type);
      if (line !== null) this.#lines.set(type, { ...line, reason: finding === undefined ? "" : waitingFor(finding) });
    }
    this.#show();
  }

  #show(): void {
    const lines = [...this.#lines].flatMap(([type, line]) => (line === null ? [] : [{ type, line }]));
    if (isLive())
      liveStep(
        this.#title,
        lines.map(({ line }) => liveTextOf(line)),
      );
    else for (const { type, line } of lines) this.#print(type, textOf(line));
  }

  #print(type: string, text: string): void {
    const said = withoutCounts(text);
    if (this.#shown.get(type) === said) return;
    this.#shown.set(type, said);
    this.#step.output = text;
  }
}

/** Until `end`. Whoever may not watch sees no progress: that fails nothing. */
export async function followCounts(
  app: string,
  workloads: readonly KubeObject[],
  place: Place,
  progress: Progress,
  end: AbortSignal,
): Promise<void> {
  await sleep(QUIET, null, { signal: end }).catch(() => null);
  const kinds = new Set(workloads.flatMap(({ kind }) => workloadOfKind(kind)?.resource ?? []));
  await Promise.all([...kinds].map((resource) => followKind(app, resource, place, progress, end)));
}

async function followKind(
  app: string,
  resource: string,
  { cluster, namespace }: Place,
  progress: Progress,
  end: AbortSignal,
): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/${resource}`;
  const onEvent = (type: string, live: KubeObject) => {
    if (type !== "DELETED") progress.count(live);
  };
  while (!end.aborted) {
    await events(path, processSelector(app), cluster, null, end, onEvent).catch(() => null);
    await sleep(PAUSE, null, { signal: end }).catch(() => null);
  }
}
