// A folder of rendered objects: only files that we wrote are written again or removed.
import { randomBytes } from "node:crypto";
import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import { isRendered, isRenderedOf, type RenderedFile } from "../core/words/rendered.ts";
import { namesIn, readText, writeText } from "./files.ts";
import { mustBeOutside } from "./outside.ts";
import { explained } from "./system.ts";

/**
 * How many files of the app went. Throws BAD_USAGE for a folder of Dokku's, FILE_UNUSABLE for a file that somebody else wrote, and then
 * all is as it was.
 */
export async function writeRendered(app: string, folder: string, files: readonly RenderedFile[]): Promise<number> {
  await mustBeOutside(`render into ${folder}`, folder);
  const there = (await namesIn(folder)).filter((name) => name.endsWith(".yaml"));
  const wanted = new Set(files.map(({ name }) => name));
  for (const name of there.filter((name) => wanted.has(name))) await mustBeOurs(join(folder, name));
  const others = there.filter((name) => !wanted.has(name)).map((name) => join(folder, name));
  const gone = await Promise.all(others.map(async (path) => isRenderedOf(app, await textOf(path))));
  for (const { name, text, isSecret } of files) {
    // Others may write in the folder: they must not know where we do before it has its name.
    const beside = join(folder, `.${randomBytes(9).toString("hex")}`);
    await writeText(join(folder, name), text, beside, isSecret ? 0o600 : 0o644);
  }
  await Promise.all(others.filter((_, index) => gone[index]).map(remove));
  return gone.filter(Boolean).length;
}

async function mustBeOurs(path: string): Promise<void> {
  if (isRendered(await textOf(path))) return;
  throw new SchedulerError(
    "FILE_UNUSABLE",
    `write ${path}`,
    ["there is one already that scheduler-kubernetes:render did not write; nothing was written"],
    "move it away, or name another folder",
  );
}

/** Empty for what is no file of its own. */
async function textOf(path: string): Promise<string> {
  return (await lstat(path)).isFile() ? ((await readText(path)) ?? "") : "";
}

async function remove(path: string): Promise<void> {
  await rm(path).catch((error) => {
    throw explained(error, `remove ${path}`, path);
  });
}
