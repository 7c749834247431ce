// Our data files: read whole or not at all, written whole or not at all, and readable by their owner alone.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SchedulerError } from "../core/errors.ts";

/** Null when there is no such file. */
export async function readText(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/** Written beside and renamed over, so that neither a reader nor a crash ever sees half of it. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, path);
}

/** JSON; null when there is no such file. Throws BAD_APP when somebody else has written it. */
export async function readData<T>(path: string): Promise<T | null> {
  const text = await readText(path);
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch (error) {
    const next =
      "move it away: the next deploy writes a new one, and dokku scheduler-kubernetes:cleanup finds what it listed";
    throw new SchedulerError("BAD_APP", `read ${path}`, [`it is damaged: ${(error as Error).message}`], next);
  }
}

export async function writeData(path: string, data: object): Promise<void> {
  await writeText(path, `${JSON.stringify(data, null, 2)}\n`);
}
