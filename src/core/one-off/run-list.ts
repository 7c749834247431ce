// `dokku run:list`: Jobs in, lines and records out.
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { age } from "../words/age.ts";
import { columns } from "../words/columns.ts";
import { idOf, runName } from "./one-off.ts";

/** As Dokku's own JSON has them. */
export interface Run {
  readonly name: string;
  /** Docker's words: `created`, `running`, `exited`. */
  readonly state: string;
  readonly command: string;
  /** ISO 8601. */
  readonly created_at: string;
}

/** Oldest first. */
export function runsOf(app: string, jobs: readonly KubeObject[]): readonly Run[] {
  return jobs
    .map((job) => ({
      name: runName(app, idOf(job)),
      state: stateOf(job),
      command: commandOf(job.spec),
      created_at: String(at(job.metadata, "creationTimestamp") ?? ""),
    }))
    .sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
}

/** `now` is in milliseconds. */
export function runTable(runs: readonly Run[], now: number): readonly string[] {
  const rows = runs.map(({ name, state, command, created_at }) => [
    name,
    state,
    age(now - Date.parse(created_at)),
    command,
  ]);
  return columns([["NAME", "STATE", "AGE", "COMMAND"], ...rows]);
}

function stateOf({ status }: KubeObject): string {
  if (at(status, "completionTime") !== undefined || Number(at(status, "failed") ?? 0) > 0) return "exited";
  return Number(at(status, "ready") ?? 0) > 0 ? "running" : "created";
}

/** Of what a Job is. */
export function commandOf(spec: unknown): string {
  const [container] = list(at(spec, "template", "spec", "containers"));
  const words = [...list(at(container, "command")), ...list(at(container, "args"))];
  return words.map((word) => String(word).replaceAll("$$", "$")).join(" ");
}
