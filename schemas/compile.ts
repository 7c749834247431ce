// The newest schemas and those of custom resources -> validators.js, ready-made functions: compiling them at each start would cost more than a deploy's own work.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type CodeOptions } from "ajv";
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

function compile(schemas: Schemas): string {
  const kinds = Object.keys(schemas.kinds);
  const name = (kind: string) => kind.replace(/\W/g, "_");
  const exports = Object.fromEntries(kinds.map((kind) => [name(kind), schemaId(schemas, kind)]));
  const code = standalone.default(createAjv(schemas, { source: true, esm: true }), exports);
  const table = kinds.map((kind) => `  ${JSON.stringify(kind)}: ${name(kind)},`).join("\n");
  return `${code}\nexport const validators = {\n${table}\n};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const newest = schemaFiles().at(-1);
  if (newest === undefined) throw new Error("schemas/ has no v1.N.json: see schemas/README.md");
  writeFileSync(join(HERE, "validators.js"), compile(readSchemas(newest)));
}
