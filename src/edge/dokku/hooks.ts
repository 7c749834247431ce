// Runs the triggers of this plugin that others implement. Not through plugn: it starts 45 programs for each call whether anybody
// listens or not, there is a call for each object, and it does not tell which plugin failed.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SchedulerError } from "../../core/errors.ts";
import type { HookName } from "../../core/hooks.ts";
import { exec } from "../exec.ts";
import { aside, warn } from "../log.ts";
import { libRoot } from "./paths.ts";

export interface Hook<T = HookName> {
  readonly trigger: T;
  readonly plugin: string;
  readonly program: string;
}

/** By trigger, then by plugin, as plugn would run them. */
export async function findHooks<T extends string>(triggers: readonly T[]): Promise<readonly Hook<T>[]> {
  const folder = process.env.PLUGIN_ENABLED_PATH || join(libRoot(), "plugins", "enabled");
  const plugins = (await readdir(folder).catch(() => [])).sort();
  const hooks = triggers.flatMap((trigger) =>
    plugins.map((plugin) => ({ trigger, plugin, program: join(folder, plugin, trigger) })),
  );
  const found = await Promise.all(hooks.map(({ program }) => isProgram(program)));
  return hooks.filter((_, index) => found[index]);
}

async function isProgram(path: string): Promise<boolean> {
  const file = await stat(path).catch(() => null);
  if (!file?.isFile()) return false;
  if ((file.mode & 0o111) !== 0) return true;
  warn(`Skipping non-executable hook ${path}`);
  return false;
}

/** Null when it succeeded, else why not. Its own output goes to stderr, so that it does not mix with data. */
export async function runHook({ program }: Hook, args: readonly string[]): Promise<string | null> {
  try {
    const { exitCode } = await exec(program, args, { onLine: aside });
    return exitCode === 0 ? null : `it ended with exit code ${exitCode}; its own output is above`;
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "TOOL_MISSING") throw error;
    return `${program} cannot be run: check its first line`;
  }
}

/** A file that nobody else may read, for as long as `work` takes. */
export async function withFile<T>(
  text: string,
  work: (file: string, read: () => Promise<string>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "scheduler-kubernetes-"));
  const file = join(folder, "manifest.json");
  try {
    await writeFile(file, text, { mode: 0o600 });
    // A hook may have removed it.
    return await work(file, () => readFile(file, "utf8").catch(() => ""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
