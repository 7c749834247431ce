// Runs the triggers of this plugin that others implement. Not through plugn: it starts 45 programs for each call whether anybody
// listens or not, there is a call for each object, and it does not tell which plugin failed.
import { readdirSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SchedulerError } from "../../core/errors.ts";
import type { HookName } from "../../core/hooks.ts";
import { type ExecOptions, exec } from "../exec.ts";
import { aside, warn } from "../log.ts";
import { libRoot } from "./paths.ts";

export interface Hook<T = HookName> {
  readonly trigger: T;
  readonly plugin: string;
  readonly program: string;
}

/** By trigger, then by plugin, as plugn would run them. */
export function findHooks<T extends string>(triggers: readonly T[]): readonly Hook<T>[] {
  const found = triggers.flatMap((trigger) => hooksOf(trigger));
  const hooks = found.filter(({ mode }) => isProgram(mode));
  for (const { mode, program } of found) if (!isProgram(mode)) warn(`Skipping non-executable hook ${program}`);
  return hooks;
}

/** It answers nothing; it writes down who is asked for what, where the admin wants that. */
const LISTENER = "20_events";

/** Who answers a trigger. */
export function implementing(trigger: string): readonly Hook<string>[] {
  const isAnswer = ({ plugin }: Hook<string>) => plugin !== LISTENER || Boolean(process.env.DOKKU_EVENTS);
  return hooksOf(trigger).filter((hook) => isProgram(hook.mode) && isAnswer(hook));
}

/** Null where nobody answers it, or several do. */
export function onlyOne(trigger: string): Hook<string> | null {
  const [only = null, ...others] = implementing(trigger);
  return others.length === 0 ? only : null;
}

interface Found<T> extends Hook<T> {
  readonly mode: number;
}

/** At once: a thousand small questions to the disk take longer when each is waited for. */
function hooksOf<T extends string>(trigger: T): readonly Found<T>[] {
  const folder = enabledPlugins();
  return pluginsIn(folder).flatMap((plugin) => {
    const program = join(folder, plugin, trigger);
    const mode = modeOf(program);
    return mode === null ? [] : [{ trigger, plugin, program, mode }];
  });
}

/** Null for what is no file that can be reached: a file may stand where a plugin should. */
function modeOf(path: string): number | null {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    return file?.isFile() ? file.mode : null;
  } catch {
    return null;
  }
}

const enabledPlugins = () => process.env.PLUGIN_ENABLED_PATH || join(libRoot(), "plugins", "enabled");

function pluginsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const isProgram = (mode: number) => (mode & 0o111) !== 0;

/** Null when it succeeded, else why not. Its own output goes to stderr, so that it does not mix with data, unless `how` says otherwise. */
export async function runHook(
  { program }: Pick<Hook, "program">,
  args: readonly string[],
  how: ExecOptions = { onLine: aside },
): Promise<string | null> {
  try {
    const { exitCode } = await exec(program, args, how);
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
