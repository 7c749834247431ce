// App + templates -> manifests. A template that makes no object stops us; an object that is wrong is for validate to say.
import Handlebars from "handlebars";
import { SchedulerError } from "../errors.ts";
import type { App } from "../model/app.ts";
import { type KubeObject, type Manifest, refOf } from "../model/manifest.ts";
import { type Target, targetsOf } from "../objects/index.ts";
import { inTime, Unbounded } from "./bounds.ts";
import { compile, complaint, createInstance, type Program, unknownName } from "./handlebars.ts";
import { type ParsedFile, rawLine, strangeName, whereIsName, whereItRecurs, whereWasPrinted } from "./locate.ts";
import { withMetadata } from "./metadata.ts";
import { NoObject, parseObject } from "./parse.ts";
import type { Template, Templates } from "./template.ts";

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
    return { file, partials, print: compile(instance, file.program) };
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
    const { path } = layoutOf(current).file.template;
    throw broken(`render ${current.title} from ${path}`, path, error.message);
  }
}

/** A template, parsed and compiled once however many objects it lays out. */
interface Layout {
  readonly file: ParsedFile;
  readonly partials: readonly ParsedFile[];
  readonly print: (context: object) => string;
}

function parseFile(name: string, template: Template): ParsedFile {
  const wrong = (message: string, line: number | null) =>
    broken(`read template ${name} (${template.origin})`, `${template.path}${line === null ? "" : `:${line}`}`, message);
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
    throw wrong(message, line);
  }
}

/** Null when there is no such object. */
function renderTarget({ file, partials, print }: Layout, target: Target): Manifest | null {
  const { title, namespace, isOwn, processType, context, issues } = target;
  const { path, origin } = file.template;
  const doing = `render ${title} from ${path} (${origin})`;
  try {
    const text = print(context);
    if (isOwn && text.trim() === "") return null;
    const object = withMetadata(inNamespace(parseObject(text), namespace), target);
    return { source: { template: path, origin }, ref: refOf(object), processType, object, issues };
  } catch (error) {
    if (error instanceof NoObject) {
      const where = error.row === null ? path : whereWasPrinted(file, partials, context, error.row);
      throw broken(doing, where, error.message);
    }
    if (error instanceof Unbounded) throw broken(doing, path, error.message);
    if (error instanceof RangeError) throw broken(doing, whereItRecurs(file, partials), "calls itself without an end");
    const { message, name, line } = complaint(error);
    throw broken(doing, name === null ? path : whereIsName(file, partials, name, line), message);
  }
}

function broken(doing: string, where: string, message: string): SchedulerError {
  return new SchedulerError("TEMPLATE_BROKEN", doing, [`${where}: ${message}`], "see: templates/README.md");
}

/** A template may leave the namespace to us. */
function inNamespace(object: KubeObject, namespace: string | null): KubeObject {
  if (namespace === null || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
