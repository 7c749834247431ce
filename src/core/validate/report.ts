// What is wrong with a release, as text.
import type { Issue, Manifest } from "../model/manifest.ts";
import { pathInWords } from "../model/read.ts";
import { excerpt, placeOf } from "../render/excerpt.ts";

/** Objects that are named in a title. */
const NAMED = 3;
/** Issues of an object that are shown: what makes more of them is one mistake. */
const SHOWN = 50;

interface Found {
  readonly manifest: Manifest;
  readonly lines: readonly string[];
}

/**
 * One title for the objects of a template that have the same issues, which follow, indented: errors before warnings, then by path. Where a
 * site's or an app's text is wrong, its file, line and neighbours.
 */
export function issueReport(manifests: readonly Manifest[]): readonly string[] {
  const found = manifests.flatMap((manifest) => {
    const more = manifest.issues.length - SHOWN;
    const shown = [...manifest.issues].sort(byWeight).slice(0, SHOWN);
    const lines = [...shown.map((issue) => linesOf(manifest, issue)), ...(more > 0 ? [[`    and ${more} more`]] : [])];
    return lines.map((lines) => ({ manifest, lines }));
  });
  const same = [...groups(found, ({ manifest, lines }) => [templateOf(manifest), ...lines].join("\n")).values()];
  const blocks = groups(same, titleOf);
  return [...blocks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([title, issues]) => [title, ...issues.flatMap(([first]) => first?.lines ?? [])]);
}

function groups<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, readonly T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}

const templateOf = ({ source }: Manifest) => `${source.template} (${source.origin})`;

function titleOf(found: readonly Found[]): string {
  const names = [...new Set(found.map(({ manifest: { ref } }) => `${ref.kind}/${ref.name}`))];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  const [first] = found;
  return `${first === undefined ? "" : templateOf(first.manifest)} -> ${names.slice(0, NAMED).join(", ")}${more}`;
}

function linesOf({ source }: Manifest, issue: Issue): readonly string[] {
  const place = source.touched ? source.locate(issue.path) : null;
  // What is wrong with a built-in template's object came from what was set, which the issue names.
  const isTheirs = place !== null && place.origin !== "built-in";
  const where = isTheirs ? [`  in ${placeOf(place)}`] : [];
  const neighbours = isTheirs && issue.severity === "error" ? excerpt(place).map((line) => `    ${line}`) : [];
  return [sentence(issue), ...where, ...neighbours].map((line) => `  ${line}`);
}

function sentence({ severity, path, message, rule }: Issue): string {
  const place = path.startsWith("/") ? pathInWords(path) : path;
  // Before the rest, which may end with a command.
  const text = [rule === null ? "" : `[${rule}]`, place, message].filter(Boolean).join(" ");
  return severity === "error" ? text : `warning: ${text}`;
}

function byWeight(a: Issue, b: Issue): number {
  if (a.severity !== b.severity) return a.severity === "error" ? -1 : 1;
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
