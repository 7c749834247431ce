// What the last deploy of an app did, for machines: JSON lines in the app's data folder, as they happen.
import { appendFileSync } from "node:fs";
import { exitCode, SchedulerError } from "../core/errors.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { readText, writeText } from "./files.ts";
import { warnOnce } from "./system.ts";

const fileOf = (app: string) => dataRoot(PLUGIN, app, "events.jsonl");

let open: string | null = null;

/** Adds a line; does nothing outside a deploy. */
export function emit(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
  if (open === null) return;
  try {
    appendFileSync(open, `${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
  } catch (error) {
    // A full disk is no reason to leave a release half done.
    warnOnce([`no more events of this deploy: ${(error as Error).message}`]);
    open = null;
  }
}

/** Everything that is emitted during `work` is the app's, between its begin and its end. */
export async function recorded<T>(app: string, work: () => Promise<T>): Promise<T> {
  const file = fileOf(app);
  await writeText(file, "");
  open = file;
  const began = performance.now();
  const seconds = () => Math.round(performance.now() - began) / 1000;
  emit("begin", { app, command: process.env.DOKKU_COMMAND || null, by: process.env.SSH_NAME || null });
  try {
    const result = await work();
    emit("end", { outcome: "succeeded", exit_code: 0, seconds: seconds() });
    return result;
  } catch (error) {
    emit("end", { outcome: "failed", ...reason(error), seconds: seconds() });
    throw error;
  } finally {
    open = null;
  }
}

function reason(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof SchedulerError)) return { exit_code: 1, code: "INTERNAL" };
  const { code, doing, because, next } = error;
  return { exit_code: exitCode(error), code, doing, because, next };
}

/** As they were written; empty when the app has never been deployed. */
export async function readEvents(app: string): Promise<string> {
  return (await readText(fileOf(app))) ?? "";
}
