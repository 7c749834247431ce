// The one place that runs a program. Argv is an array and never holds a secret; payload goes through stdin.
import { execa } from "execa";
import { SchedulerError } from "../core/errors.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";

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
  readonly env?: Readonly<Record<string, string>>;
  /** Survives an interruption: for the steps that put things in order. */
  readonly finish?: boolean;
}

const interruption = new AbortController();

/** Ends every running program; the calls that wait for them throw INTERRUPTED. */
export function interrupt(): void {
  interruption.abort();
}

/**
 * Runs a program to its end and says how it went; a non-zero exit is an outcome, not an error.
 * Throws TOOL_MISSING when there is no such program, INTERRUPTED when a signal came.
 */
export async function exec(program: string, args: readonly string[], options: ExecOptions = {}): Promise<Outcome> {
  const running = execa(program, args, {
    // What `dependencies` put into the data folder is used when the site has none of its own.
    env: { PATH: `${process.env.PATH ?? ""}:${dataRoot(PLUGIN)}`, ...options.env },
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 256 * 1024 * 1024,
    ...(options.input === undefined ? { stdin: "ignore" as const } : { input: options.input }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.finish ? {} : { cancelSignal: interruption.signal }),
    ...(options.inherit ? { stdout: "inherit" as const, stderr: "inherit" as const } : {}),
    ...(options.onLine ? { all: true as const, buffer: false as const } : {}),
  });
  if (options.onLine) {
    for await (const line of running.iterable({ from: "all" })) options.onLine(String(line));
  }
  const result = await running.catch((error) => error);
  if (result.isCanceled) throw new SchedulerError("INTERRUPTED", `run ${program}`, ["interrupted by a signal"]);
  if (result.code === "ENOENT" || result.code === "EACCES") {
    throw new SchedulerError(
      "TOOL_MISSING",
      `run ${program}`,
      [`${program} is not on PATH (${process.env.PATH ?? ""}) nor in ${dataRoot(PLUGIN)}`],
      "install it with: sudo dokku plugin:install-dependencies",
    );
  }
  return {
    exitCode: result.exitCode ?? 1,
    stdout: typeof result.stdout === "string" ? result.stdout : "",
    stderr: typeof result.stderr === "string" ? result.stderr : "",
    timedOut: result.timedOut === true,
  };
}
