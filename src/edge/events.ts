// What the last deploy of an app did, for machines: JSON lines in the app's data folder, as they happen.
import { appendFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { exitCode, SchedulerError } from "../core/errors.ts";
import { exists } from "./dokku/apps.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { readProperties } from "./dokku/properties.ts";
import { readText, writeText } from "./files.ts";
import { isInterrupted, pause } from "./interruption.ts";
import { warnOnce } from "./log.ts";
import { explained, tolerated } from "./system.ts";

const fileOf = (app: string) => dataRoot(PLUGIN, app, "events.jsonl");

/** The deploy that goes on. */
interface Deploy {
  /** Null where no more can be written. */
  file: string | null;
  /** The number of the release that it made; null before it was applied. */
  release: unknown;
  /** The one that the automatic rollback brought back; null where there was none. */
  returnedTo: unknown;
}

let deploy: Deploy | null = null;

/** Adds a line; does nothing outside a deploy. */
export function emit(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
  if (deploy === null) return;
  if (event === "applied") deploy.release = fields.release;
  if (event === "returned") deploy.returnedTo = fields.release;
  write(deploy, { time: new Date().toISOString(), event, ...fields });
}

function write(deploy: Deploy, line: object): void {
  if (deploy.file === null) return;
  try {
    appendFileSync(deploy.file, `${JSON.stringify(line)}\n`);
  } catch (error) {
    // A full disk is no reason to leave a release half done.
    warnOnce([`no more events of this deploy: ${(error as Error).message}`]);
    deploy.file = null;
  }
}

/** Everything that is emitted during `work` is the app's, between its begin and its end, which `notify-url` is told. */
export async function recorded<T>(app: string, work: () => Promise<T>): Promise<T> {
  const file = fileOf(app);
  await writeText(file, "");
  const current: Deploy = { file, release: null, returnedTo: null };
  deploy = current;
  const began = performance.now();
  const who = { app, command: process.env.DOKKU_COMMAND || null, by: process.env.SSH_NAME || null };
  emit("begin", who);
  let end: Readonly<Record<string, unknown>> = { outcome: "succeeded", exit_code: 0 };
  try {
    return await work();
  } catch (error) {
    end = { outcome: "failed", ...reason(error) };
    throw error;
  } finally {
    deploy = null;
    const { release, returnedTo: returned_to } = current;
    const seconds = Math.round(performance.now() - began) / 1000;
    const line = { time: new Date().toISOString(), event: "end", ...who, release, returned_to, ...end, seconds };
    write(current, line);
    // Nothing has begun of it.
    if (end.code !== "PLAN_OUTDATED") await told(app, line);
  }
}

/** Whatever stops it, the file of `notify-url` that an update of the plugin has replaced for one, the deploy went as it went. */
async function told(app: string, event: object): Promise<void> {
  await tolerated(() => tell(app, event)).catch((error: Error) =>
    warnOnce([`notify-url of ${app} was not told how it ended: ${error.message}`]),
  );
}

async function tell(app: string, event: object): Promise<void> {
  const { "notify-url": url, "notify-secret": secret } = await readProperties(app);
  // Loaded only here, because it costs more start-up time than most deploys need.
  if (url !== "") await (await import("./notify.ts")).notify(url, secret, event);
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

/** Milliseconds between two looks. */
const PAUSE = 250;

/**
 * Gives those of the last deploy and of all that follow, whole lines as they are written, until the app is gone or `end` says that nobody
 * wants more.
 */
export async function followEvents(app: string, onText: (text: string) => void, end: AbortSignal): Promise<void> {
  let reading: Reading | null = null;
  try {
    while (!isInterrupted() && !end.aborted) {
      const isThere = await exists(app);
      const found = await openOf(app);
      // The file of an earlier deploy is read to its end before that of the next, which took its place.
      if (reading !== null) await drain(reading, onText);
      if (found !== null && found.inode !== reading?.inode) {
        await reading?.file.close();
        reading = found;
        await drain(reading, onText);
      } else await found?.file.close();
      if (!isThere) return;
      await pause(PAUSE);
    }
  } finally {
    await reading?.file.close();
  }
}

interface Reading {
  readonly file: FileHandle;
  readonly inode: number;
  /** What was read of a line that has not ended. */
  rest: Buffer;
}

/** Null when there is no such file. */
async function openOf(app: string): Promise<Reading | null> {
  try {
    const file = await open(fileOf(app));
    return { file, inode: (await file.stat()).ino, rest: Buffer.alloc(0) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw explained(error, null, fileOf(app));
  }
}

async function drain(reading: Reading, onText: (text: string) => void): Promise<void> {
  const all = Buffer.concat([reading.rest, await reading.file.readFile()]);
  const lines = all.lastIndexOf("\n") + 1;
  reading.rest = all.subarray(lines);
  if (lines > 0) onText(all.toString("utf8", 0, lines));
}
