// What the copies of built-in templates changed, and what the built-in ones have gained since they were copied.
import { type Copied, versionOf, withoutHeader } from "../../core/render/copied.ts";
import { readCopies } from "../../edge/copied-templates.ts";
import { diffOf } from "../../edge/git.ts";
import { pluginVersion } from "../../edge/versions.ts";

export interface Comparison {
  readonly copy: Copied;
  /** Unified diffs, empty without a difference. */
  readonly changed: string;
  /** Null where nobody kept what was copied: then `changed` is against today's built-in. */
  readonly gained: string | null;
}

/** Of the scopes, each an app or `--global`, in their order. */
export async function compareCopies(scopes: readonly string[]): Promise<readonly Comparison[]> {
  const [copies, version] = await Promise.all([Promise.all(scopes.map(readCopies)), pluginVersion()]);
  return Promise.all(copies.flat().map((copy) => compare(copy, version)));
}

async function compare(copy: Copied, version: string): Promise<Comparison> {
  const ours = { name: copy.path, text: withoutHeader(copy.text) };
  const today = { name: `built-in ${version}`, text: copy.builtIn };
  if (copy.base === null) return { copy, changed: await diffOf(today, ours), gained: null };
  const copied = { name: `built-in ${versionOf(copy.text) ?? "when it was copied"}`, text: copy.base };
  const [changed, gained] = await Promise.all([diffOf(copied, ours), diffOf(copied, today)]);
  return { copy, changed, gained };
}
