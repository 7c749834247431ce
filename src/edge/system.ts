// Tells what the system refused us from a bug of ours, and whose the file is that it was about.
import { lstatSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { SchedulerError, survived } from "../core/errors.ts";
import { isSystemCode, systemError } from "../core/system-error.ts";
import { warn, warnOnce } from "./log.ts";

/** Who we run as. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

/** The error that says it in sentences; anything that is not the system's comes back as it is. `path` is for calls that know none. */
export function explained(error: unknown, doing: string | null = null, path: string | null = null): unknown {
  if (error instanceof SchedulerError || !(error instanceof Error)) return error;
  const { code, syscall = "", path: own = path } = error as NodeJS.ErrnoException;
  if (code === undefined || !isSystemCode(code) || (own === null && !syscall.startsWith("spawn"))) return error;
  const where = own ?? "";
  return systemError({ code, syscall, path: where, user: userName(), owner: ownerOf(where) }, doing);
}

/** Null when nobody can tell. */
export function ownerOf(path: string): string | null {
  try {
    const { uid } = lstatSync(path);
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.split(":")[2] === String(uid));
    return line?.split(":")[0] ?? String(uid);
  } catch {
    return null;
  }
}

/** Says what went wrong where that stops nothing else; an interruption does, and is thrown. */
export function warnOf(thrown: unknown): void {
  const { doing, because } = survived(thrown);
  for (const line of [doing, ...because]) warn(line);
}

/** Where a file that cannot be used stops nobody, another app's for one: that is said once, and the answer is null. */
export async function tolerated<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    const error = explained(thrown);
    if (!(error instanceof SchedulerError) || error.code !== "FILE_UNUSABLE") throw error;
    warnOnce([error.doing, ...error.because, ...(error.next === null ? [] : [error.next])]);
    return null;
  }
}
