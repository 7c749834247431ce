// App + templates -> manifests. A template that makes no object stops us; an object that is wrong is for validate to say.
import Handlebars from "handlebars";
import { SchedulerError } from "../errors.ts";
import type { App } from "../model/app.ts";
import { type KubeObject, type Manifest, type Position, refOf } from "../model/manifest.ts";
import { type Target, targetsOf } from "../objects/index.ts";
import { inTime, Unbounded } from "./bounds.ts";
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
import { withMetadata } from "./metadata.ts";
import { isNothing, NoObject, parseObject } from "./parse.ts";
import type { Template, Templates } from "./template.ts";
import { rowOf } from "./yaml-rows.ts";

/** All objects of the app in apply order, not yet validated. Throws TEMPLATE_BROKEN with `file:line`. */
export function render(app: App, templates: Templates): readonly Manifest[] {
  return renderTargets(targetsOf(app, Object.keys(templates.own).sort()), templates);
}

export function renderTargets(targets: readonly Target[], templates: Templates): readonly Manifest[] {
  const partials = Object.entries(templates.partials).map(([name, template]) => parseFile(name, template));
  const instance = createInstance(Object.fromEntries(partials.map(({ name, program }) => [name, program])));
  const layouts = new Map<string, Layout>();
  const layoutOf = ({ template: name, isOwn }: Target): Layout => {
    const template = (isOwn ? templates.own : templates.objects)[name];
    if (template === undefined) throw new Error(`there is no template "${name}"`);
    const file = parseFile(name, template);
    const touched = [file, ...partials].some((one) => one.template.origin !== "built-in");
    return { file, partials, touched, print: compile(instance, file.program) };
  };
  const renderOne = (target: Target) => {
    const key = `${target.isOwn} ${target.template}`;
    const layout = layouts.get(key) ?? layoutOf(target);
    layouts.set(key, layout);
    return renderTarget(layout, target) ?? [];
  };
  let current: Target | undefined;
  try {
    return inTime(() =>
      targets.flatMap((target) => {
        current = target;
        return renderOne(target);
      }),
    );
  } catch (error) {
    if (!(error instanceof Unbounded) || current === undefined) throw error;
    const { template } = layoutOf(current).file;
    throw broken(`render ${current.title} from ${template.path}`, { ...template, line: null }, error.message);
  }
}

/** A template, parsed and compiled once however many objects it lays out. */
interface Layout {
  readonly file: ParsedFile;
  readonly partials: readonly ParsedFile[];
  /** One of them is not the plugin's own. */
  readonly touched: boolean;
  readonly print: (context: object) => string;
}

function parseFile(name: string, template: Template): ParsedFile {
  const wrong = (message: string, line: number | null) =>
    broken(`read template ${name} (${template.origin})`, { ...template, line }, message);
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

/** Null when there is no such object. */
function renderTarget({ file, partials, touched, print }: Layout, target: Target): Manifest | null {
  const { title, namespace, isOwn, processType, context, issues } = target;
  const { path, origin } = file.template;
  try {
    const text = print(context);
    if (isOwn && isNothing(text)) return null;
    const object = withMetadata(inNamespace(parseObject(text), namespace), target);
    let printed: readonly (Position | null)[] | null = null;
    const locate = (pointer: string) => {
      printed ??= printedBy([file, ...partials], context);
      return printed[rowOf(text, pointer)] ?? null;
    };
    return { source: { template: path, origin, touched, locate }, ref: refOf(object), processType, object, issues };
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

function broken(doing: string, where: Position, message: string): SchedulerError {
  const because = [`${placeOf(where)}: ${message}`, ...excerpt(where).map((line) => `  ${line}`)];
  return new SchedulerError("TEMPLATE_BROKEN", doing, because, "see: templates/README.md");
}

/** A template may leave the namespace to us. */
function inNamespace(object: KubeObject, namespace: string | null): KubeObject {
  if (namespace === null || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
