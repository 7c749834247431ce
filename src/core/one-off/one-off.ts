// One-offs as Dokku names them, what they are given, and how far their pods are.
import { SchedulerError } from "../errors.ts";
import type { KubeObject, StringMap } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { CONTAINER } from "../objects/job.ts";
import { LABEL, nameOf } from "../objects/names.ts";

export const jobName = (app: string, id: string) => nameOf([app, "run", id], LABEL);

/** Three words with dots between: `run:logs` and `run:stop` take no other. */
export const runName = (app: string, id: string) => `${app}.run.${id}`;

export const idOf = ({ metadata }: KubeObject) => metadata.labels?.["dokku.com/run-id"] ?? "";

export interface RunCall {
  /** `K=V` of `--env`. */
  readonly env: StringMap;
  readonly words: readonly string[];
}

/** What follows the app: the number of pairs, the pairs, a word `--` (since 0.33) or an empty one, the command. Throws BAD_USAGE. */
export function readRunCall([count = "0", ...rest]: readonly string[]): RunCall {
  const [pairs, words] = [rest.slice(0, Number(count)), rest.slice(Number(count))];
  const env = pairs.map((pair): [string, string] => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) return [name, value];
    const why = `--env takes KEY=VALUE; the key has letters, digits and _, and does not start with a digit: ${pair.replace(/=.*/s, "=...")}`;
    throw new SchedulerError("BAD_USAGE", "read the command to run", [why]);
  });
  return { env: Object.fromEntries(env), words: words[0] === "--" || words[0] === "" ? words.slice(1) : words };
}

export type Stage =
  | { readonly is: "waiting" }
  | { readonly is: "running" }
  | { readonly is: "ended"; readonly exitCode: number; readonly says: string | null };

export function stageOf({ status }: KubeObject): Stage {
  const container = list(at(status, "containerStatuses")).find((one) => at(one, "name") === CONTAINER);
  const state = fields(at(container, "state"));
  const terminated = state.terminated === undefined ? null : fields(state.terminated);
  if (terminated !== null) return ended(Number(terminated.exitCode), terminated.reason, terminated.message);
  // Evicted, or past its deadline, before a container existed.
  if (at(status, "phase") === "Failed") return ended(1, at(status, "reason"), at(status, "message"));
  return { is: state.running === undefined ? "waiting" : "running" };
}

function ended(exitCode: number, reason: unknown, message: unknown): Stage {
  const says = typeof message === "string" && message !== "" ? message.trim() : null;
  if (reason === "StartError" || reason === "ContainerCannotRun")
    return { is: "ended", exitCode: startFailure(says ?? "") ?? exitCode, says };
  if (reason === "OOMKilled") return { is: "ended", exitCode, says: "it ran out of memory and was killed" };
  return { is: "ended", exitCode, says };
}

/** A shell's exit code for a program that could not be started, by the container runtime's words; null for other words. */
export function startFailure(message: string): 126 | 127 | null {
  const [, why] =
    /exec: .*?(not found|no such file|permission denied|exec format error|is a directory)/s.exec(message) ?? [];
  if (why === undefined) return null;
  return why.startsWith("no") ? 127 : 126;
}
