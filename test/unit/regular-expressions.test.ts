// Every regular expression of src, and of schemas, meets text that would make it slow: a pattern that reads the same text again for each place where it may
// begin takes a minute for what somebody put into an annotation or app.json.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import ts from "typescript";
import * as assert from "uvu/assert";
import { HERE, SCHEMAS } from "./fixtures.ts";
import { suite } from "./suite.ts";

const SRC = join(HERE, "../../src");
/** Characters, and milliseconds: where time grows with the square of the length, this is over in no second. */
const SIZE = 60_000;
const LIMIT = 500;

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Whose `new RegExp` is given what stands in schemas/. */
const OF_SCHEMAS = "core/validate/check.ts";

/** Literals, and what `new RegExp` is given. */
function patternsOf(file: string): readonly Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), "utf8"), ts.ScriptTarget.ES2022, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    const where = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) found.push({ where, ...readLiteral(node.text) });
    if (ts.isNewExpression(node) && node.expression.getText() === "RegExp" && file !== OF_SCHEMAS)
      found.push({ where, source: textOf(node.arguments?.[0], source), flags: textOf(node.arguments?.[1], source) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readLiteral(text: string): Omit<Pattern, "where"> {
  const end = text.lastIndexOf("/");
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
}

/** A string, a template or a constant of the same file, as the program would have it. */
function textOf(node: ts.Node | undefined, file: ts.SourceFile): string {
  if (node === undefined) return "";
  if (ts.isRegularExpressionLiteral(node)) return readLiteral(node.text).source;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTaggedTemplateExpression(node)) return templateOf(node.template, file, "rawText");
  if (ts.isTemplateExpression(node)) return templateOf(node, file, "text");
  const constant = ts.isIdentifier(node)
    ? file.statements
        .filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => declarationList.declarations)
        .find(({ name }) => name.getText() === node.text)
    : undefined;
  if (constant?.initializer === undefined) throw new Error(`${file.fileName}: cannot read ${node.getText()}`);
  return textOf(constant.initializer, file);
}

function templateOf(template: ts.TemplateLiteral, file: ts.SourceFile, form: "text" | "rawText"): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template[form] ?? "";
  const parts = template.templateSpans.map(
    ({ expression, literal }) => textOf(expression, file) + (literal[form] ?? ""),
  );
  return (template.head[form] ?? "") + parts.join("");
}

/** Characters that the pattern speaks of, repeated: each is a run that it may begin in anywhere, behind what it may want first. */
function* attacks(source: string): Iterable<string> {
  const own = new Set([...source.replace(/\\[sdwSDWbB]/g, "").replace(/[\\[\](){}*+?^$|]/g, "")].slice(0, 12));
  for (const char of new Set([" ", "a", "1", "\n", ...own]))
    for (const more of ["", "a", " ", "\\", '"'])
      if (char !== more)
        for (const first of ["", "a "]) yield `${first}${(char + more).repeat(SIZE / (1 + more.length))}\u0001`;
}

const PLACE = createContext();
const RUN = new Script("pattern.lastIndex = 0; pattern.test(text)");

/** Why the pattern is slow; null when it is not. */
function slowness({ where, source, flags }: Pattern): string | null {
  const pattern = new RegExp(source, flags);
  for (const text of attacks(source)) {
    try {
      RUN.runInContext(Object.assign(PLACE, { pattern, text }), { timeout: LIMIT });
    } catch {
      return `${where}: /${source}/${flags} on ${JSON.stringify(text.slice(0, 6))} and so on`;
    }
  }
  return null;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const ofSchemas = new Set(
  [...SCHEMAS.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, json = ""]) => JSON.parse(json) as string),
);
const patterns = [
  ...files.flatMap(patternsOf),
  ...[...ofSchemas].map((source) => ({ where: "schemas", source, flags: "u" })),
];

suite("regular expressions", {
  "there are some to look at": () => assert.ok(patterns.length > 50 && ofSchemas.size > 2, `${patterns.length}`),
  "the attack finds a slow one": () => assert.ok(slowness({ where: "", source: "\\s+$", flags: "" }) !== null),
  "each reads a long text in a time that grows with its length": () => {
    assert.equal(
      patterns.map(slowness).filter((line) => line !== null),
      [],
    );
  },
});
