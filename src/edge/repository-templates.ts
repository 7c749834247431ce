// Templates that an app's own repository carries. A build takes them out of the source and keeps them beside the app's data; like the
// app.json of Dokku they carry the id of the deploying process until the deploy has succeeded.
import { cp, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { makeFolder, namesIn, writeText } from "./files.ts";
import { readInside } from "./template-file.ts";

/** Characters of all files together. */
const SIZE = 1_000_000;
const SUBS: readonly string[] = ["", "own", "patches"];

const settled = (app: string) => dataRoot(PLUGIN, app, "repository-templates");
const fresh = (app: string) => `${settled(app)}.${process.env.DOKKU_PID ?? ""}`;

/** Where those of the deploy that goes on are, else those of the last one that succeeded. */
export async function repositoryFolder(app: string): Promise<string> {
  return (await isThere(fresh(app))) ? fresh(app) : settled(app);
}

/** Takes `folder` out of the app's source; none is an empty one. Throws TEMPLATE_BROKEN. */
export async function keepRepository(app: string, source: string, folder: string): Promise<void> {
  const files = await filesOf(source, folder);
  await forgetUnsettled(app);
  await makeFolder(fresh(app));
  for (const [name, text] of files) await writeText(join(fresh(app), name), text);
}

/** After a deploy that succeeded. */
export async function settleRepository(app: string): Promise<void> {
  if (!(await isThere(fresh(app)))) return;
  await rm(settled(app), { recursive: true, force: true });
  await rename(fresh(app), settled(app));
}

/** Gives an app those of another one. */
export async function copyRepository(from: string, to: string): Promise<void> {
  if (await isThere(settled(from))) await cp(settled(from), settled(to), { recursive: true });
}

/** What builds have left whose deploys failed. */
async function forgetUnsettled(app: string): Promise<void> {
  const folder = dirname(settled(app));
  const left = (await namesIn(folder)).filter((name) => name.startsWith("repository-templates."));
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
}

async function filesOf(source: string, folder: string): Promise<readonly (readonly [name: string, text: string])[]> {
  const from = join(source, folder);
  if (!(await isThere(from))) return [];
  const [root, real] = await Promise.all([realpath(source), realpath(from)]);
  if (!real.startsWith(root + sep)) throw refused(`${folder} leads out of the repository, to ${real}`);
  if (await isThere(join(from, "partials"))) throw refused(`${folder}/partials: a repository has no partials`);
  const names = (await Promise.all(SUBS.map((sub) => templatesIn(from, sub)))).flat();
  const files: (readonly [name: string, text: string])[] = [];
  let size = 0;
  for (const name of names) {
    const text = await readInside(from, join(from, name));
    size += text.length;
    if (size > SIZE) throw refused(`${folder} has more than ${SIZE} characters`);
    files.push([name, text]);
  }
  return files;
}

/** Their names below `from`. */
async function templatesIn(from: string, sub: string): Promise<readonly string[]> {
  const names = (await isThere(join(from, sub))) ? await readdir(join(from, sub)) : [];
  return names.filter((name) => /^[^.].*\.(?:ya?ml|hbs)$/.test(name)).map((name) => join(sub, name));
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

function refused(why: string): SchedulerError {
  return new SchedulerError("TEMPLATE_BROKEN", "take the templates out of the app's repository", [why]);
}
