// Compares and merges texts with git, which every Dokku server has. It sees only a folder of its own: no repository, no file of a site.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import { exec, type Outcome } from "./exec.ts";

interface Named {
  /** For a person. */
  readonly name: string;
  readonly text: string;
}

/** A unified diff under both names; empty when they are the same. */
export async function diffOf(from: Named, to: Named): Promise<string> {
  if (from.text === to.text) return "";
  const args = ["diff", "--no-index", "--no-color", "--no-ext-diff", "--", "from", "to"];
  const { stdout } = await git(args, { from: from.text, to: to.text }, ({ exitCode }) => exitCode === 1);
  return `--- ${from.name}\n+++ ${to.name}\n${stdout.slice(stdout.indexOf("@@"))}`;
}

/** `ours` with what changed from `base` to `theirs`; where both changed, both, between git's marks. */
export async function mergeOf(ours: Named, base: Named, theirs: Named): Promise<string> {
  const labels = [ours, base, theirs].flatMap(({ name }) => ["-L", name]);
  const args = ["-c", "merge.conflictStyle=merge", "merge-file", "-p", ...labels, "ours", "base", "theirs"];
  const texts = { ours: ours.text, base: base.text, theirs: theirs.text };
  // Its exit code is the number of conflicts, 127 at the most.
  return (await git(args, texts, ({ exitCode }) => exitCode <= 127)).stdout;
}

async function git(
  args: readonly string[],
  texts: Readonly<Record<string, string>>,
  isDone: (outcome: Outcome) => boolean,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "scheduler-kubernetes-"));
  try {
    await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)));
    const outcome = await exec("git", ["-C", folder, ...args]);
    if (isDone(outcome)) return outcome;
    throw new SchedulerError("FILE_UNUSABLE", "compare templates with git", outcome.stderr.trim().split("\n"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
