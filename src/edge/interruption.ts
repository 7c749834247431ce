// A signal asks us to stop: every running program is ended, and the calls that wait for them throw INTERRUPTED.
import { setTimeout as sleep } from "node:timers/promises";
import { SchedulerError } from "../core/errors.ts";

const controller = new AbortController();

/** Comes with the first signal. */
export const interruption = controller.signal;

// A second one ends us at once.
// Not `once`: execa ends the process itself where it finds no other listener than its own.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (isInterrupted()) process.kill(process.pid, "SIGKILL");
    controller.abort();
  });
}

export function isInterrupted(): boolean {
  return interruption.aborted;
}

/** Waits so many milliseconds, or until a signal comes. */
export async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds, null, { signal: interruption }).catch(() => null);
}

export function interrupted(): SchedulerError {
  return new SchedulerError("INTERRUPTED", "interrupted by a signal");
}
