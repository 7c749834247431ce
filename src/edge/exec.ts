// The one place that runs a program, but for the lock's. Argv is an array and never holds a secret; payload goes through stdin.
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { SchedulerError } from "../core/errors.ts";
import { systemError } from "../core/system-error.ts";
import { environmentFor } from "./environment.ts";
import { binaries, missing } from "./find-program.ts";
import { interrupted, interruption, isInterrupted } from "./interruption.ts";
import { explained } from "./system.ts";

/** The exit code of a program that has none. */
export const ENDED_BY_SIGNAL = 255;

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface ExecOptions {
  readonly input?: string;
  /** Milliseconds after which the program is ended; none by default. */
  readonly timeout?: number;
  /** Called with each line of stdout and stderr as it comes, instead of collecting them. */
  readonly onLine?: (line: string) => void;
  /** Give the program our own stdout and stderr. */
  readonly inherit?: boolean;
  /** Ends the program early, as if it had failed. */
  readonly end?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** `latin1` keeps every byte; utf8 by default. */
  readonly encoding?: "latin1";
}

// Cleanup programs run in spite of a signal.
let clearing = false;

/** Removes what must not stay behind, however we got here. */
export async function clearUp(act: () => Promise<void>): Promise<void> {
  clearing = true;
  await act().finally(() => {
    clearing = false;
  });
}

/**
 * Runs a program to its end and says how it went; a non-zero exit is an outcome, not an error.
 * Throws TOOL_MISSING when there is no such program, INTERRUPTED when a signal came.
 */
export async function exec(program: string, args: readonly string[], options: ExecOptions = {}): Promise<Outcome> {
  const waiting = takeAhead(program, args);
  if (waiting !== null) return withInput(program, waiting, options);
  return endedOf(program, start(program, args, options), options);
}

type Running = ReturnType<typeof start>;

async function endedOf(program: string, running: Running, { onLine }: ExecOptions): Promise<Outcome> {
  if (onLine) {
    for await (const line of running.iterable({ from: "all" })) onLine(String(line));
  }
  return outcomeOf(program, await running);
}

/** Programs that wait for their input, by their argv. */
const ahead = new Map<string, Running>();
const argvOf = (program: string, args: readonly string[]) => JSON.stringify([program, ...args]);

/**
 * Starts a program that `exec` will be asked for with the same argv and an input: it reads that last, and what it does before takes no
 * time then. `options` are those that it is started with.
 */
export function startAhead(
  program: string,
  args: readonly string[],
  options: Pick<ExecOptions, "env" | "onLine"> = {},
): void {
  const running = start(program, args, { ...options, stdin: "pipe" });
  // Where it ends early, its exit code says so.
  running.stdin?.on("error", () => {});
  ahead.set(argvOf(program, args), running);
}

/** Ends those that were not asked for. */
export async function endAhead(): Promise<void> {
  const left = [...ahead.values()];
  ahead.clear();
  for (const running of left) running.kill();
  await Promise.all(left);
}

function takeAhead(program: string, args: readonly string[]): Running | null {
  const key = argvOf(program, args);
  const running = ahead.get(key) ?? null;
  ahead.delete(key);
  return running;
}

async function withInput(program: string, running: Running, options: ExecOptions): Promise<Outcome> {
  const { input, timeout, end } = options;
  const late = timeout === undefined ? null : AbortSignal.timeout(timeout);
  const stop = AbortSignal.any([late, end].filter((signal) => signal instanceof AbortSignal));
  if (stop.aborted) running.kill();
  else stop.addEventListener("abort", () => running.kill());
  running.stdin?.end(input);
  const outcome = await endedOf(program, running, options);
  return { ...outcome, timedOut: late?.aborted === true };
}

function outcomeOf(program: string, result: Awaited<ReturnType<typeof start>>): Outcome {
  if (isInterrupted() && !clearing) throw interrupted();
  mustHaveStarted(program, result);
  return {
    exitCode: result.exitCode ?? ENDED_BY_SIGNAL,
    stdout: typeof result.stdout === "string" ? result.stdout : "",
    stderr: typeof result.stderr === "string" ? result.stderr : "",
    timedOut: result.timedOut === true,
  };
}

/** Throws TOOL_MISSING, FILE_UNUSABLE. */
function mustHaveStarted(program: string, { code, cause }: Pick<Awaited<ReturnType<typeof start>>, "code" | "cause">) {
  if (code === "ENOENT" || code === "EACCES") throw missing(program);
  const refused = explained(cause);
  if (refused instanceof SchedulerError) throw refused;
}

/**
 * Gives each line of a program's stdout as it comes, byte for byte as latin1; the program waits while `onLine` is busy.
 * Throws as `exec` does; an `end` that came is no failure.
 */
export async function readLines(
  program: string,
  args: readonly string[],
  onLine: (line: string) => Promise<void> | void,
  end?: AbortSignal,
): Promise<Outcome> {
  const running = start(program, args, { ...(end ? { end } : {}), raw: true });
  // Pieces of a line that has not ended: joined once, or a long line would be copied for each of its pieces.
  let pieces: string[] = [];
  try {
    for await (const chunk of running.stdout as AsyncIterable<Buffer>) {
      const [first = "", ...rest] = chunk.toString("latin1").split("\n");
      pieces.push(first);
      for (const piece of rest) {
        await onLine(pieces.join(""));
        pieces = [piece];
      }
    }
    if (pieces.join("") !== "") await onLine(pieces.join(""));
  } catch (error) {
    if (!isInterrupted() && !end?.aborted) throw error;
  }
  return outcomeOf(program, await running);
}

/** A program that has our stdin; what it does not inherit of the rest is ours to read. */
export interface Shared {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly ended: Promise<Outcome>;
}

export function share(
  program: string,
  args: readonly string[],
  inherited: readonly ("stdout" | "stderr")[],
  end?: AbortSignal,
): Shared {
  const running = start(program, args, { stdin: "inherit", buffer: false, inherited, ...(end ? { end } : {}) });
  const ended = running.then((result) => outcomeOf(program, result));
  // The reader of its output may be gone already.
  ended.catch(() => {});
  return { stdout: running.stdout, stderr: running.stderr, ended };
}

/** A program with its arguments. */
export type Words = readonly [program: string, args: readonly string[]];

/** Gives a program the stdout of another. `onBytes` is told how much went over so far. Throws as `exec` does. */
export async function pipe(
  source: Words,
  target: Words,
  onBytes: (bytes: number) => void,
): Promise<readonly [source: Outcome, target: Outcome]> {
  const from = start(...source, { raw: true });
  const to = start(...target, { raw: true, stdin: "pipe" });
  to.stdout?.resume();
  let bytes = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      onBytes(bytes);
      yield chunk;
    }
  };
  // That one of them ended early is for their exit codes to say.
  await pipeline(from.stdout as Readable, count, to.stdin as Writable).catch(() => {});
  return [outcomeOf(source[0], await from), outcomeOf(target[0], await to)];
}

interface StartOptions extends ExecOptions {
  readonly stdin?: "pipe" | "inherit";
  readonly inherited?: readonly ("stdout" | "stderr")[];
  /** Stdout is left to the caller, stderr is collected. */
  readonly raw?: boolean;
  /** False leaves both to the caller. */
  readonly buffer?: boolean;
}

/** Throws FILE_UNUSABLE: Node gives a program no streams when no file descriptor is free for them, which execa does not expect. */
function start(program: string, args: readonly string[], options: StartOptions) {
  try {
    return launch(program, args, options);
  } catch (error) {
    if (error instanceof TypeError && !("code" in error))
      throw systemError({ code: "EMFILE", syscall: `spawn ${program}`, path: program, user: "", owner: null });
    throw error;
  }
}

function launch(program: string, args: readonly string[], options: StartOptions) {
  const signals = [...(clearing ? [] : [interruption]), ...(options.end ? [options.end] : [])];
  return execa(program, args, {
    extendEnv: false,
    env: { ...environmentFor(program, process.env), PATH: `${process.env.PATH ?? ""}:${binaries}`, ...options.env },
    reject: false,
    stripFinalNewline: false,
    ...(options.encoding ? { encoding: options.encoding } : {}),
    maxBuffer: 256 * 1024 * 1024,
    cancelSignal: AbortSignal.any(signals),
    ...(options.input === undefined ? { stdin: options.stdin ?? "ignore" } : { input: options.input }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.inherit ? { stdout: "inherit" as const, stderr: "inherit" as const } : {}),
    ...Object.fromEntries((options.inherited ?? []).map((stream) => [stream, "inherit" as const])),
    ...(options.onLine ? { all: true as const } : {}),
    buffer: options.raw ? { stdout: false, stderr: true } : (options.buffer ?? !options.onLine),
  });
}
