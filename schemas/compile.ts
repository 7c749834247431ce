// The newest schemas and those of custom resources -> validators.js and fields.js, those of the files that we read -> file-validators.js: ready-made
// functions, because compiling them at each start would cost more than a deploy's own work.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type AnySchemaObject, type CodeOptions } from "ajv";
import standalone from "ajv/dist/standalone/index.js";

const HERE = dirname(fileURLToPath(import.meta.url));

export interface Schemas {
  /** `apps/v1/Deployment` -> name of its definition. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, object>>;
}

/** Oldest first. */
export function schemaFiles(): readonly string[] {
  const minor = (file: string) => Number(/\.(\d+)\./.exec(file)?.[1]);
  return readdirSync(HERE)
    .filter((file) => /^v1\.\d+\.json$/.test(file))
    .sort((a, b) => minor(a) - minor(b));
}

/** With the custom resources, which are the same for every minor. */
export function readSchemas(file: string): Schemas {
  const custom = readdirSync(HERE).filter((name) => name.endsWith(".json") && !schemaFiles().includes(name));
  const all = [...custom, file].map((name) => JSON.parse(readFileSync(join(HERE, name), "utf8")) as Schemas);
  return {
    kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)),
    definitions: Object.assign({}, ...all.map(({ definitions }) => definitions)),
  };
}

/** `code` is for ready-made functions only: at run time ajv makes its own. */
export function createAjv({ definitions }: Schemas, code: CodeOptions = {}): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false, inlineRefs: false, code });
  return ajv.addSchema({ $id: "kubernetes", definitions });
}

export const schemaId = ({ kinds }: Schemas, kind: string) => `kubernetes#/definitions/${kinds[kind]}`;

/** A module with a table of validators by name; `ids` are those of their schemas. */
function compile(ajv: Ajv, ids: Readonly<Record<string, string>>): string {
  const names = Object.keys(ids);
  const identifier = (name: string) => name.replace(/\W/g, "_");
  const exports = Object.fromEntries(names.map((name) => [identifier(name), ids[name] ?? ""]));
  const code = standalone.default(ajv, exports);
  const table = names.map((name) => `  ${JSON.stringify(name)}: ${identifier(name)},`).join("\n");
  return `${code}\nexport const validators = {\n${table}\n};\n`;
}

const SOURCE: CodeOptions = { source: true, esm: true };

function compileKinds(schemas: Schemas): string {
  const ids = Object.keys(schemas.kinds).map((kind) => [kind, schemaId(schemas, kind)]);
  return compile(createAjv(schemas, SOURCE), Object.fromEntries(ids));
}

interface Schema {
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
}

/** The names alone; src/core/validate/schema.ts says what they look like. */
function shapeOf({ $ref, items, properties, additionalProperties }: Schema): unknown {
  if ($ref !== undefined) return $ref.replace("#/definitions/", "");
  if (items !== undefined) return [shapeOf(items)];
  const named = Object.entries(properties ?? {}).map(([name, schema]) => [name, shapeOf(schema)]);
  const any = additionalProperties ? [["*", shapeOf(additionalProperties)]] : [];
  return named.length + any.length === 0 ? 0 : Object.fromEntries([...named, ...any]);
}

function fieldsOf({ kinds, definitions }: Schemas): string {
  const shapes = Object.entries(definitions).map(([name, schema]) => [name, shapeOf(schema)]);
  return `export const fields = ${JSON.stringify(JSON.stringify({ kinds, definitions: Object.fromEntries(shapes) }))};\n`;
}

function compileFiles(): string {
  const folder = join(HERE, "files");
  const schemas = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as AnySchemaObject,
  );
  const ajv = new Ajv({ allErrors: true, strict: false, allowUnionTypes: true, code: SOURCE }).addSchema(schemas);
  return compile(ajv, Object.fromEntries(schemas.map(({ $id = "" }) => [$id, $id])));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const newest = schemaFiles().at(-1);
  if (newest === undefined) throw new Error("schemas/ has no v1.N.json: see schemas/README.md");
  writeFileSync(join(HERE, "validators.js"), compileKinds(readSchemas(newest)));
  writeFileSync(join(HERE, "fields.js"), fieldsOf(readSchemas(newest)));
  writeFileSync(join(HERE, "file-validators.js"), compileFiles());
}
