// Which paths of the server a command may write or read for whoever types it.
import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import { dokkuRoot, libRoot, SITE_KUBECONFIGS } from "./dokku/paths.ts";

/**
 * Whoever may type dokku commands over ssh reaches no file of Dokku's own, nor a folder with Dokku's in it. Where the path leads: who uses
 * that cannot be led elsewhere by a link that is made later. Throws BAD_USAGE.
 */
export async function mustBeOutside(doing: string, path: string): Promise<string> {
  const refused = (why: string) => new SchedulerError("BAD_USAGE", doing, [why]);
  if (!isAbsolute(path)) throw refused("a path of this server begins with /");
  const real = await realOf(resolve(path));
  const roots = await Promise.all([dokkuRoot(), libRoot(), SITE_KUBECONFIGS].map(realOf));
  if (roots.some((root) => holds(root, real))) throw refused(`${path} is Dokku's own: name one elsewhere`);
  const below = roots.find((root) => holds(real, root));
  if (below !== undefined) throw refused(`${path} has Dokku's own ${below} in it: name one elsewhere`);
  return real;
}

const holds = (folder: string, path: string) => path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);

/** Where a path leads, as far as it is there. */
async function realOf(path: string): Promise<string> {
  const parent = dirname(path);
  const found = await realpath(path).catch(() => null);
  if (found !== null || parent === path) return found ?? path;
  return join(await realOf(parent), path.slice(parent.length));
}
