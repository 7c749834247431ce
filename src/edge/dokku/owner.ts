// Files belong to the dokku user, even when Dokku runs us as root.
import { chown, readFile } from "node:fs/promises";
import { SchedulerError } from "../../core/errors.ts";

/** Gives files and folders to DOKKU_SYSTEM_USER and DOKKU_SYSTEM_GROUP; without root they are already its own. */
export async function giveToDokku(...paths: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const [uid, gid] = await Promise.all([
    idOf("/etc/passwd", process.env.DOKKU_SYSTEM_USER || "dokku"),
    idOf("/etc/group", process.env.DOKKU_SYSTEM_GROUP || "dokku"),
  ]);
  await Promise.all(paths.map((path) => chown(path, uid, gid)));
}

async function idOf(file: string, name: string): Promise<number> {
  const line = (await readFile(file, "utf8")).split("\n").find((entry) => entry.startsWith(`${name}:`));
  if (!line) {
    const next = "DOKKU_SYSTEM_USER and DOKKU_SYSTEM_GROUP name who the files of Dokku belong to";
    throw new SchedulerError("FILE_UNUSABLE", `find ${name}`, [`${name} is not in ${file}`], next);
  }
  return Number(line.split(":")[2]);
}
