// A built-in template that a site or an app has copied: where it came from, and whether the built-in has changed since.
import type { Position } from "../model/manifest.ts";

/** An override of a built-in template. What the built-in was when it was copied is null where nobody kept it. */
export interface Copied {
  /** As the list of templates has it: `deployment`, `partials/pod`. */
  readonly name: string;
  readonly path: string;
  /** An app, or `--global`. */
  readonly scope: string;
  readonly text: string;
  readonly base: string | null;
  readonly builtIn: string;
}

const HEADER = /^\{\{!-- .*, copied from the built-in (\S+) --\}\}\n/;

/** Handlebars prints nothing for it, not even its line end. */
export function withHeader(name: string, version: string, text: string): string {
  return `{{!-- ${name}, copied from the built-in ${version} --}}\n${text}`;
}

export function withoutHeader(text: string): string {
  return text.replace(HEADER, "");
}

/** Of the built-in that it was copied from; null when it does not say. */
export function versionOf(text: string): string | null {
  return HEADER.exec(text)?.[1] ?? null;
}

export type State = "current" | "behind" | "conflict" | "unknown";

/** `behind`: the built-in is no longer what was copied. `conflict`: a merge has to be ended by hand. */
export function stateOf({ text, base, builtIn }: Pick<Copied, "text" | "base" | "builtIn">): State {
  if (conflictLines(text).length > 0) return "conflict";
  if (base === null) return "unknown";
  return base === builtIn ? "current" : "behind";
}

/** Lines where `git merge-file` left two texts for one place. */
export function conflictLines(text: string): readonly number[] {
  return text.split("\n").flatMap((line, index) => (/^<{7} /.test(line) ? [index + 1] : []));
}

/** `node-js-app`, `the site`. */
export const whose = (scope: string) => (scope === "--global" ? "the site" : scope);

/** Where a template holds both sides of a merge; null when it is whole. */
export function conflictIn(text: string): { readonly line: Position["line"]; readonly message: string } | null {
  const [line] = conflictLines(text);
  if (line === undefined) return null;
  return { line, message: "a merge left two texts here: keep one, and remove the lines <<<<<<<, ======= and >>>>>>>" };
}
