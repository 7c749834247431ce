// Which paths of the server a command may write or read for whoever types it.
import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import { dokkuRoot, libRoot } from "./dokku/paths.ts";

/** Whoever may type dokku commands over ssh reaches no file of Dokku's own. Throws BAD_USAGE. */
export async function mustBeOutside(doing: string, path: string): Promise<void> {
  const refused = (why: string) => new SchedulerError("BAD_USAGE", doing, [why]);
  if (!isAbsolute(path)) throw refused("a path of this server begins with /");
  const real = await realOf(resolve(path));
  const owns = (root: string) => real === root || real.startsWith(`${root}/`);
  const roots = await Promise.all([dokkuRoot(), libRoot()].map(realOf));
  if (roots.some(owns)) throw refused(`${path} is Dokku's own: name one elsewhere`);
}

/** Where a path leads, as far as it is there. */
async function realOf(path: string): Promise<string> {
  const parent = dirname(path);
  const found = await realpath(path).catch(() => null);
  if (found !== null || parent === path) return found ?? path;
  return join(await realOf(parent), path.slice(parent.length));
}
