// What a run measured: as JSON, as a table, beside an earlier run, and in the documentation.
import { cpus, loadavg } from "node:os";
import { type Figure, SECTIONS } from "./figures.ts";
import { type Figures, median } from "./measure.ts";

export interface Run {
  readonly values: Readonly<Record<string, number>>;
  /** Of what was measured several times. */
  readonly rounds: Readonly<Record<string, readonly number[]>>;
  readonly machine: string;
}

export function runOf(figures: Figures): Run {
  const all = Object.entries(figures);
  const values = all.map(([key, value]) => [key, typeof value === "number" ? value : median(value)] as const);
  const rounds = all.flatMap(([key, value]) => (typeof value === "number" ? [] : [[key, value] as const]));
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const machine = `${cpus().length} processors, Node ${process.versions.node}, load ${load} at the end`;
  return { values: Object.fromEntries(values), rounds: Object.fromEntries(rounds), machine };
}

/** The values by their keys, and beside them what they come from. */
export function written({ values, rounds, machine }: Run): string {
  const short = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toFixed(4)) : value);
  return JSON.stringify({ ...values, rounds, machine }, short);
}

/** Of a former version too, which kept no rounds. */
export function readRun(text: string): Run {
  const { rounds = {}, machine = "unknown", ...values } = JSON.parse(text);
  return { values, rounds, machine };
}

const round = (value: number) => String(Number(value.toFixed(value < 1 ? 3 : 2)));

export function table({ values }: Run): readonly string[] {
  return Object.values(SECTIONS)
    .flat()
    .flatMap(({ key, limit, meaning }) => {
      const value = values[key];
      if (value === undefined) return [];
      const verdict = limit === null ? "" : value <= limit ? "ok" : "MISSED";
      const bound = limit === null ? "" : `<= ${limit}`;
      return [`${key.padEnd(36)} ${round(value).padStart(9)}  ${bound.padEnd(8)} ${verdict.padEnd(7)} ${meaning}`];
    });
}

/** Half of what the middle half of the rounds spans; 0 of what is counted. */
export function noise(rounds: readonly number[]): number {
  const sorted = [...rounds].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return (at(0.75) - at(0.25)) / 2;
}

/** What differs by more than the noise of both is called higher or lower. */
export function comparison(old: Run, now: Run): readonly string[] {
  const rows = Object.values(SECTIONS)
    .flat()
    .flatMap(({ key, meaning }) => {
      const [before, after] = [old.values[key], now.values[key]];
      if (before === undefined || after === undefined) return [];
      const noises = [noise(old.rounds[key] ?? []), noise(now.rounds[key] ?? [])] as const;
      const differs = Math.abs(after - before) > noises[0] + noises[1];
      const verdict = !differs ? "same" : after > before ? "higher" : "lower";
      return [lineOf(key, shown(before, noises[0]), shown(after, noises[1]), changed(before, after), verdict, meaning)];
    });
  return [lineOf("figure", "old", "new", "change", "", ""), ...rows, `old: ${old.machine}`, `new: ${now.machine}`];
}

const shown = (value: number, around: number) => (around === 0 ? round(value) : `${round(value)} ± ${round(around)}`);

const changed = (before: number, after: number) =>
  before === 0 ? "" : `${after < before ? "" : "+"}${((100 * after) / before - 100).toFixed(0)}%`;

const lineOf = (key: string, before: string, after: string, change: string, verdict: string, meaning: string) =>
  `${key.padEnd(36)} ${before.padStart(18)} ${after.padStart(18)} ${change.padStart(7)}  ${verdict.padEnd(6)}  ${meaning}`.trimEnd();

/** The page with this run's figures in the place of those that it has. */
export function documented(page: string, { values, machine }: Run): string {
  const tables = Object.values(SECTIONS).flatMap((figures) => {
    const rows = figures.flatMap((figure) => rowOf(figure, values[figure.key]));
    return rows.length === 0
      ? []
      : [["| figure | measured | at most | what it is |", "| --- | --- | --- | --- |", ...rows]];
  });
  const text = [`Measured with ${machine}.`, ...tables.map((lines) => lines.join("\n"))].join("\n\n");
  return page.replace(/(<!-- figures -->)[\s\S]*(<!-- \/figures -->)/, (_, start, end) => `${start}\n${text}\n${end}`);
}

function rowOf({ key, limit, meaning }: Figure, value: number | undefined): readonly string[] {
  if (value === undefined) return [];
  const bound = limit === null ? "" : value <= limit ? limit : `${limit}: missed`;
  return [`| \`${key}\` | ${round(value)} | ${bound} | ${meaning.replaceAll("|", "\\|")} |`];
}
