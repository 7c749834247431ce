// Counts what a trigger executes, and how much memory it takes.
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { changedRelease } from "./deploy.ts";
import { MOST, SIZES } from "./figures.ts";
import { deployedApp, peakMemory, plugin, run, scratch } from "./site.ts";

/** What runs programs of other plugins: those are not ours. */
const OTHERS = ["plugn", "core-post-deploy", "post-deploy"];

export function programs(): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const size of SIZES) {
    const { app } = deployedApp(size);
    changedRelease(app);
    const { own: executed, all } = trace(["scheduler-deploy", "kubernetes", app, "latest", ""]);
    figures[`deploy_programs_${size}`] = executed.length;
    figures[`plugn_triggers_${size}`] = executed.filter(
      ([program, verb]) => program === "plugn" && verb === "trigger",
    ).length;
    figures.node_starts = all.filter(([program]) => program === "node").length;
    figures.cluster_programs = executed.filter(([program]) => program === "kubectl" || program === "kubedog").length;
  }
  const { app } = deployedApp(MOST);
  const show = ["subcommands/show-manifest", "scheduler-kubernetes:show-manifest", app, "web"];
  figures.show_manifest_programs = trace(show).own.length;
  return figures;
}

export function memory(): Record<string, number> {
  const { app } = deployedApp(MOST);
  changedRelease(app);
  return { peak_memory_mb: peakMemory(join(plugin, "scheduler-deploy"), ["kubernetes", app, "latest", ""]) };
}

type Program = readonly string[];

/** Argv of every program that the call executes; `own` leaves out what other plugins execute in turn. */
export function trace(words: readonly string[], worst = 0): Record<"own" | "all", readonly Program[]> {
  const { own, all } = runs(words, {}, worst);
  const argv = ({ program }: Run) => program;
  return { own: own.map(argv), all: all.map(argv) };
}

/** A program that was executed, with its times in seconds since 1970. */
export interface Run {
  readonly program: Program;
  readonly begin: number;
  readonly end: number;
}

let traces = 0;

export function runs(
  [wrapper = "", ...args]: readonly string[],
  more: Readonly<Record<string, string>> = {},
  worst = 0,
): Record<"own" | "all", readonly Run[]> {
  const folder = scratch(`trace-${++traces}`);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  // One file per process: no line is ever cut in two by another process.
  const strace = [
    "-ff",
    "-ttt",
    "--seccomp-bpf",
    "-s",
    "120",
    "-e",
    "trace=execve,clone,clone3,fork,vfork",
    "-e",
    "signal=none",
  ];
  run("strace", [...strace, "-o", join(folder, "p"), join(plugin, wrapper), ...args], more, worst);
  const processes = new Map(
    readdirSync(folder).map((file) => [file.slice(2), readFileSync(join(folder, file), "utf8").split("\n")]),
  );
  const children = new Set([...processes.values()].flatMap((lines) => lines.flatMap((line) => childOf(line) ?? [])));
  const first = [...processes.keys()].filter((pid) => !children.has(pid));
  const all = [...processes.values()].flatMap((lines) => lines.flatMap((line) => executed(line, lines) ?? []));
  return { own: first.flatMap((pid) => executedBy(pid, processes)), all };
}

function executedBy(pid: string, processes: ReadonlyMap<string, readonly string[]>): readonly Run[] {
  const found: Run[] = [];
  const lines = processes.get(pid) ?? [];
  for (const line of lines) {
    const child = childOf(line);
    if (child !== null) found.push(...executedBy(child, processes));
    const one = executed(line, lines);
    if (one === null) continue;
    found.push(one);
    if (OTHERS.includes(one.program[0] ?? "")) return found;
  }
  return found;
}

function childOf(line: string): string | null {
  return /^[\d.]+ (?:clone3?|v?fork)\(.* = (\d+)$/.exec(line)?.[1] ?? null;
}

function executed(line: string, lines: readonly string[]): Run | null {
  const [, begin, path, argv] = /^([\d.]+) execve\("([^"]*)", \[(.*?)\], .* = 0$/.exec(line) ?? [];
  if (path === undefined || argv === undefined) return null;
  const words = [...argv.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word ?? "");
  const last = lines.findLast((one) => one !== "") ?? line;
  return { program: [basename(path), ...words.slice(1)], begin: Number(begin), end: Number.parseFloat(last) };
}
