// The schemas in files/, of the files that we read -> file-validators.js: ready-made functions, because compiling them at each start would
// cost more than a command's own work.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type AnySchemaObject } from "ajv";
import standalone from "ajv/dist/standalone/index.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = join(HERE, "files");

const schemas = readdirSync(FOLDER).map(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as AnySchemaObject,
);
const code = { source: true, esm: true };
const ajv = new Ajv({ allErrors: true, strict: false, allowUnionTypes: true, code }).addSchema(schemas);
const names = schemas.map(({ $id = "" }) => $id);
const identifier = (name: string) => name.replace(/\W/g, "_");
const functions = standalone.default(ajv, Object.fromEntries(names.map((name) => [identifier(name), name])));
const table = names.map((name) => `  ${JSON.stringify(name)}: ${identifier(name)},`).join("\n");
writeFileSync(join(HERE, "file-validators.js"), `${functions}\nexport const validators = {\n${table}\n};\n`);
