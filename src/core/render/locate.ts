// Finds the line of a template that something is wrong with.
import Handlebars from "handlebars";
import type { Position } from "../model/manifest.ts";
import { compile, createInstance, type Program } from "./handlebars.ts";
import type { Template } from "./template.ts";

/** A parsed file under the name that `{{> name}}` calls it by. */
export interface ParsedFile {
  readonly name: string;
  readonly template: Template;
  readonly program: Program;
}

interface Node {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number } };
}

/** Line of the first `{{{x}}}` or `{{&x}}`, which print a value without JSON's quotes; null when there is none. */
export function rawLine(program: Program): number | null {
  const isRaw = (node: Node) => node.type === "MustacheStatement" && !(node as Node & { escaped: boolean }).escaped;
  return nodes(program).find(isRaw)?.loc.start.line ?? null;
}

/** A name that Handlebars, or any object, has by itself, and its line; null when none is used. */
export function strangeName(program: Program): { readonly name: string; readonly line: number } | null {
  for (const node of nodes(program)) {
    const { parts = [] } = node as { parts?: readonly string[] };
    const name = node.type === "PathExpression" ? parts.find((part) => STRANGE.has(part)) : undefined;
    if (name !== undefined) return { name, line: node.loc.start.line };
  }
  return null;
}

const STRANGE: ReadonlySet<string> = new Set([
  ...["helperMissing", "blockHelperMissing", "log", "toJSON", "toHTML"],
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** Where a name is in a template or, failing that, in a partial; without a line where nobody can tell. */
export function whereIsName(
  main: ParsedFile,
  partials: readonly ParsedFile[],
  name: string,
  line: number | null,
): Position {
  for (const { template, program } of [main, ...partials]) {
    const found = nodes(program).find((node) => uses(node, name) && (line === null || node.loc.start.line === line));
    if (found !== undefined) return { ...template, line: found.loc.start.line };
  }
  return { ...main.template, line: null };
}

/** Where a partial is called that calls itself again, by itself or by others. */
export function whereItRecurs(main: ParsedFile, partials: readonly ParsedFile[]): Position {
  const callsOf = ({ program }: ParsedFile) =>
    nodes(program).flatMap((node) => {
      const called = partials.find(({ name }) => node.type === "PartialStatement" && uses(node, name));
      return called === undefined ? [] : [{ node, called }];
    });
  const reaches = (from: ParsedFile, to: ParsedFile, seen: ReadonlySet<ParsedFile>): boolean =>
    callsOf(from).some(
      ({ called }) => called === to || (!seen.has(called) && reaches(called, to, new Set([...seen, called]))),
    );
  for (const file of partials) {
    const again = callsOf(file).find(({ called }) => called === file || reaches(called, file, new Set([called])));
    if (again !== undefined) return { ...file.template, line: again.node.loc.start.line };
  }
  return { ...main.template, line: null };
}

function uses(node: Node, name: string): boolean {
  const { parts, name: partial } = node as { parts?: readonly string[]; name?: { original?: string } };
  if (node.type === "PathExpression") return parts?.includes(name) ?? false;
  return node.type === "PartialStatement" && partial?.original === name;
}

/**
 * For every row of the text that a template prints, the place that printed it; null for what nobody knows. The text is rendered once more
 * with every line of the templates marked; marks are private characters, so they fit wherever text does.
 */
export function printedBy(
  files: readonly Pick<ParsedFile, "name" | "template">[],
  context: object,
): readonly (Position | null)[] {
  const fresh = files.map(({ name, template }, index) => {
    const program = Handlebars.parse(template.text);
    for (const node of nodes(program)) if (node.type === "ContentStatement") mark(node as Content, index);
    return { name, program };
  });
  const [main, ...partials] = fresh;
  if (main === undefined) return [];
  const instance = createInstance(Object.fromEntries(partials.map(({ name, program }) => [name, program])));
  let last: string | undefined;
  return compile(
    instance,
    main.program,
  )(context)
    .split("\n")
    .map((row) => {
      const before = leading(row) ?? last;
      last = row.match(new RegExp(MARK, "g"))?.at(-1) ?? last;
      const [, file, line] = MARK.exec(before ?? last ?? "") ?? [];
      const template = files[Number(file)]?.template;
      return template === undefined ? null : { ...template, line: Number(line) };
    });
}

const MARK = /\ue000(\d+):(\d+)\ue001/;

/** The mark that is right before the first character of a row: those before it are of texts that end there. */
function leading(row: string): string | undefined {
  return /^(?:\s|\ue000\d+:\d+\ue001)*/.exec(row)?.[0].match(new RegExp(MARK, "g"))?.at(-1);
}

/** The line of `{{#x}}` that no `{{/x}}` closes, from 1; null when all are closed. */
export function unclosedLine(text: string): number | null {
  const open: number[] = [];
  text.split("\n").forEach((row, index) => {
    for (const [, sign] of row.matchAll(/\{\{~?([#/])\s*[\w-]+/g)) {
      if (sign === "#") open.push(index + 1);
      else open.pop();
    }
  });
  return open.at(-1) ?? null;
}

interface Content extends Node {
  value: string;
  readonly original: string;
}

/** Handlebars has cut whitespace around blocks off `value` by now; `original` still says on which line it starts. */
function mark(node: Content, file: number): void {
  const skipped = node.original.slice(0, Math.max(0, node.original.indexOf(node.value)));
  let line = node.loc.start.line + skipped.split("\n").length - 1;
  const marked = (text: string) => `\ue000${file}:${line++}\ue001${text}`;
  node.value = node.value.split("\n").map(marked).join("\n");
}

function nodes(root: unknown): readonly Node[] {
  if (Array.isArray(root)) return root.flatMap(nodes);
  if (typeof root !== "object" || root === null) return [];
  const own = "type" in root && "loc" in root ? [root as Node] : [];
  return [...own, ...Object.values(root).flatMap(nodes)];
}
