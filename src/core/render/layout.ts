// A file, template or patch, as a program: it prints the text of one object after the other, and knows which of its lines printed what.
import Handlebars from "handlebars";
import { SchedulerError } from "../errors.ts";
import type { Position, Source } from "../model/manifest.ts";
import { Unbounded } from "./bounds.ts";
import { builtIns } from "./built-ins.ts";
import { conflictIn } from "./copied.ts";
import { excerpt, placeOf } from "./excerpt.ts";
import { compile, complaint, createInstance, type Program, unknownName } from "./handlebars.ts";
import {
  type ParsedFile,
  printedBy,
  rawLine,
  strangeName,
  unclosedLine,
  whereIsName,
  whereItRecurs,
} from "./locate.ts";
import { NoObject } from "./parse.ts";
import type { Template } from "./template.ts";
import { rowsOf } from "./yaml-rows.ts";

/** Parsed and compiled once however many objects it lays out. */
export interface Layout {
  readonly file: ParsedFile;
  readonly partials: readonly ParsedFile[];
  readonly print: (context: object) => string;
}

/** What turns files into layouts, with the same partials for all; `enter` is told each partial before it is parsed. Both throw TEMPLATE_BROKEN. */
export function layouts(
  texts: Readonly<Record<string, Template>>,
  enter: (template: Template) => void,
): (name: string, template: Template) => Layout {
  const partials = Object.entries(texts).map(([name, template]) => {
    enter(template);
    return parseFile(name, template);
  });
  const instance = createInstance(Object.fromEntries(partials.map((file) => [file.name, programOf(file)])));
  const known = new Map<Template, Layout>();
  return (name, template) => {
    const before = known.get(template);
    if (before !== undefined) return before;
    const file = parseFile(name, template);
    const layout = { file, partials, print: compile(instance, programOf(file)) };
    known.set(template, layout);
    return layout;
  };
}

const programOf = (file: ParsedFile) => builtIns.get(file.template.text) ?? file.program;

function parseFile(name: string, template: Template): ParsedFile {
  // Only to find the line of what is wrong with its values.
  if (builtIns.has(template.text))
    return {
      name,
      template,
      get program() {
        return Handlebars.parse(template.text);
      },
    };
  const wrong = (message: string, line: number | null) =>
    broken(`read template ${name} (${template.origin})`, { ...template, line }, message);
  const conflict = conflictIn(template.text);
  if (conflict !== null) throw wrong(conflict.message, conflict.line);
  const program = parseText(template.text, wrong);
  const raw = rawLine(program);
  if (raw !== null)
    throw wrong(
      "{{{x}}} and {{&x}} print a value without quotes, which could break the text around it: write {{x}}",
      raw,
    );
  const strange = strangeName(program);
  if (strange !== null) throw wrong(unknownName(strange.name), strange.line);
  return { name, template, program };
}

function parseText(text: string, wrong: (message: string, line: number | null) => SchedulerError): Program {
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const { message, line } = complaint(error);
    const open = (error as Error).message.endsWith("got 'EOF'") ? unclosedLine(text) : null;
    if (open !== null) throw wrong("this block is never closed", open);
    throw wrong(message, line);
  }
}

/** What `read` makes of the text that a layout prints. Throws TEMPLATE_BROKEN with the line that is meant. */
export function printed<T>(
  { file, partials, print }: Layout,
  title: string,
  context: object,
  read: (text: string, locate: Source["locate"]) => T,
): T {
  const { path, origin } = file.template;
  try {
    const text = print(context);
    let found: { readonly row: (pointer: string) => number; readonly by: readonly (Position | null)[] } | null = null;
    return read(text, (pointer) => {
      found ??= { row: rowsOf(text), by: printedBy([file, ...partials], context) };
      return found.by[found.row(pointer)] ?? null;
    });
  } catch (error) {
    const { where, message } = explain(error, file, partials, context);
    throw broken(`render ${title} from ${path} (${origin})`, where, message);
  }
}

function explain(
  error: unknown,
  file: ParsedFile,
  partials: readonly ParsedFile[],
  context: object,
): { readonly where: Position; readonly message: string } {
  const whole = { ...file.template, line: null };
  if (error instanceof NoObject) {
    const where = error.row === null ? whole : printedBy([file, ...partials], context)[error.row];
    return { where: where ?? whole, message: error.message };
  }
  if (error instanceof Unbounded) return { where: whole, message: error.message };
  if (error instanceof RangeError)
    return { where: whereItRecurs(file, partials), message: "calls itself without an end" };
  const { message, name, line } = complaint(error);
  return { where: name === null ? whole : whereIsName(file, partials, name, line), message };
}

export function broken(doing: string, where: Position, message: string): SchedulerError {
  const because = [`${placeOf(where)}: ${message}`, ...excerpt(where).map((line) => `  ${line}`)];
  return new SchedulerError("TEMPLATE_BROKEN", doing, because, "see: templates/README.md");
}
