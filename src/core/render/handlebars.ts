// Handlebars as our templates know it: `{{x}}` prints JSON, an unknown name is an error, `{{#present x}}` means "is not null".
import Handlebars from "handlebars";
import { toYamlJson } from "../model/json.ts";
import { Printed } from "./bounds.ts";
import type { BuiltIn } from "./built-ins.ts";

class UnknownName extends Error {
  readonly unknown: string;

  constructor(unknown: string) {
    super();
    this.unknown = unknown;
  }
}

/** What is wrong with a template; `name` is the word in it that is meant. */
export interface Complaint {
  readonly message: string;
  readonly name: string | null;
  readonly line: number | null;
}

export const unknownName = (name: string) => `"${name}" is not a name that can be used here`;

/** Handlebars' errors are text and, sometimes, a `lineNumber`. No value of the context gets into the message. */
export function complaint(error: unknown): Complaint {
  const { message, lineNumber } = error as Error & { lineNumber?: number };
  const parsing = /^Parse error on line (\d+):\s*(.*)/.exec(message);
  if (parsing !== null)
    return { message: `cannot be parsed from here on: ${parsing[2]}`, name: null, line: Number(parsing[1]) };
  const line = lineNumber ?? null;
  const unknown = /^"(.+?)" not defined in |operator to search for '(.+?)' in /.exec(message);
  const name = error instanceof UnknownName ? error.unknown : (unknown?.[1] ?? unknown?.[2] ?? null);
  if (name !== null) return { message: unknownName(name), name, line };
  const missing = /^The partial (.+) could not be found|^Missing helper: "(.+)"/.exec(message);
  return { message: message.replace(/ - \d+:\d+$/, ""), name: missing?.[1] ?? missing?.[2] ?? null, line };
}

export type Program = ReturnType<typeof Handlebars.parse>;

export interface Instance {
  readonly handlebars: typeof Handlebars;
  readonly printed: Printed;
}

/** One instance per release: partials are registered on it. */
export function createInstance(partials: Readonly<Record<string, Program | BuiltIn>>): Instance {
  const handlebars = Handlebars.create();
  // The one prints beside what a command prints, the other reads what no template may.
  for (const name of ["log", "lookup"]) handlebars.unregisterHelper(name);
  // Handlebars has one escape function for all its instances; nobody else in this program uses it.
  handlebars.Utils.escapeExpression = toYaml;
  handlebars.registerHelper("present", function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
    return value === null ? options.inverse(this) : options.fn(this);
  });
  for (const [name, program] of Object.entries(partials)) {
    handlebars.registerPartial(name, functionOf(handlebars, program));
  }
  return { handlebars, printed: countPrinted(handlebars) };
}

/** Text can only grow without an end by partials and loops. Handlebars lets both be replaced. */
function countPrinted(handlebars: typeof Handlebars): Printed {
  const printed = new Printed();
  const { each } = handlebars.helpers as { readonly each: Handlebars.HelperDelegate };
  handlebars.registerHelper("each", function (this: unknown, list: unknown, options: Handlebars.HelperOptions) {
    const fn = (context: unknown, more: Handlebars.RuntimeOptions) => printed.add(options.fn(context, more));
    return each.call(this, list, { ...options, fn });
  });
  const { invokePartial } = handlebars.VM as unknown as { readonly invokePartial: (...args: unknown[]) => unknown };
  const counted = function (this: unknown, ...args: unknown[]) {
    const text = invokePartial.apply(this, args);
    return typeof text === "string" ? printed.add(text) : text;
  };
  Object.assign(handlebars, { VM: { ...handlebars.VM, invokePartial: counted } });
  return printed;
}

/** All templates are compiled so, the built-in ones too. */
export const STRICT = { strict: true };

function functionOf(handlebars: typeof Handlebars, program: Program | BuiltIn): Handlebars.TemplateDelegate {
  return "main" in program ? handlebars.template(program) : handlebars.compile(program, STRICT);
}

/** A function from context to text. What it throws, `complaint` explains. */
export function compile({ handlebars, printed }: Instance, program: Program | BuiltIn): (context: object) => string {
  const print = functionOf(handlebars, program);
  return (context) => {
    printed.reset();
    return printed.add(print(strict(context)));
  };
}

function toYaml(value: unknown): string {
  const json = toYamlJson(value);
  if (json === undefined) throw new Error("a value is missing");
  return json;
}

// Handlebars and JSON.stringify look for these on any object.
const PROBED: ReadonlySet<PropertyKey> = new Set(["toJSON", "toString", "valueOf", "toHTML"]);

/** Handlebars' own strict mode lets an unknown name pass in `{{#if x}}` and `{{#each x}}`. */
function strict<T extends object>(context: T): T {
  return new Proxy(context, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (value === undefined && typeof name === "string" && !PROBED.has(name)) throw new UnknownName(name);
      return typeof value === "object" && value !== null ? strict(value) : value;
    },
  });
}
