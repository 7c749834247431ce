// Files that we keep: read whole or not there, written whole or not at all, and for nobody but their owner.
import { readdirSync, readFileSync } from "node:fs";
import { link, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { FileForm } from "../../schemas/file-validators.js";
import { SchedulerError } from "../core/errors.ts";
import { issuesOf } from "../core/validate/schema-issues.ts";
import { giveToDokku } from "./dokku/owner.ts";
import { warnOnce } from "./log.ts";
import { explained } from "./system.ts";

/** Null when there is no such file. At once: a server has thousands of them, and each that is waited for costs five times as much. Throws FILE_UNUSABLE. */
export async function readText(path: string): Promise<string | null> {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return null;
    throw explained(error, `read ${path}`, path);
  }
}

/** Whether an error says that there is no such path. */
export function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** What stands in a folder; nothing when there is none. Throws FILE_UNUSABLE. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw explained(error, `list ${folder}`, folder);
  }
}

/** Keeps what a folder holds from everybody but Dokku, `open` lets others look into it. Throws FILE_UNUSABLE. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    if ((await mkdir(folder, { recursive: true })) !== undefined) await giveToDokku(folder);
  } catch (error) {
    throw explained(error, null, folder);
  }
}

/**
 * Written beside, to the disk, and renamed over, so that a reader, a crash or a full disk never meets half of it. `beside` is a name that no
 * reader looks at. Throws FILE_UNUSABLE, and then all is as it was.
 */
export async function writeText(
  path: string,
  text: string,
  beside = `${path}.${process.pid}`,
  mode = 0o600,
): Promise<void> {
  await makeFolder(dirname(path));
  try {
    const file = await open(beside, "w", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await giveToDokku(beside);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw explained(error, `write ${path}`, path);
  }
}

/** What the file held before it was last written. */
const previous = (path: string) => `${path}.before`;

/**
 * JSON of that form; null when there is no such file. What stood there before counts where it is damaged or cannot be read, with a
 * warning. Throws FILE_UNUSABLE when that is no better.
 */
export async function readData<T>(path: string, form: FileForm): Promise<T | null> {
  try {
    return await parse<T>(path, form);
  } catch (error) {
    const before = await parse<T>(previous(path), form).catch(() => null);
    if (before === null || !(error instanceof SchedulerError)) throw error;
    warnOnce([`${error.doing}: ${error.because.join(", ")}; what it held before its last change counts`]);
    return before;
  }
}

/** Half of what a command would load that reads no such file. */
let loading: Promise<typeof import("../../schemas/file-validators.js")> | null = null;

async function parse<T>(path: string, form: FileForm): Promise<T | null> {
  const text = await readText(path);
  if (text === null) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw damaged(path, (error as Error).message);
  }
  loading ??= import("../../schemas/file-validators.js");
  const { validators } = await loading;
  const [wrong] = issuesOf(validators[form], data);
  if (wrong !== undefined) throw damaged(path, `${wrong.path || "it"} ${wrong.message}`);
  return data as T;
}

function damaged(path: string, why: string): SchedulerError {
  const next =
    "move it away: the next deploy writes a new one, and dokku scheduler-kubernetes:cleanup finds what it listed";
  return new SchedulerError("FILE_UNUSABLE", `read ${path}`, [`it is damaged: ${why}`], next);
}

/** One that was damaged is not kept. */
export async function writeData(path: string, form: FileForm, data: object): Promise<void> {
  const isSound = (await parse(path, form).catch(() => null)) !== null;
  if (isSound) await keep(path);
  await writeText(path, `${JSON.stringify(data, null, 2)}\n`);
}

async function keep(path: string): Promise<void> {
  const beside = `${path}.${process.pid}`;
  try {
    await link(path, beside);
    await rename(beside, previous(path));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw explained(error, null, path);
  }
}

/** With what stood there before. */
export async function removeData(path: string): Promise<void> {
  try {
    await Promise.all([path, previous(path)].map((file) => rm(file, { force: true })));
  } catch (error) {
    throw explained(error, `remove ${path}`, path);
  }
}
