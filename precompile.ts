// The text of the module that takes the place of src/core/render/built-ins.ts in the bundle: the built-in templates, compiled.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";
import { STRICT } from "./src/core/render/handlebars.ts";

const TEMPLATES = fileURLToPath(new URL("templates", import.meta.url));

export function precompiled(): string {
  const files = ["", "partials"].flatMap((sub) =>
    readdirSync(join(TEMPLATES, sub)).map((name) => join(TEMPLATES, sub, name)),
  );
  const texts = files.filter((file) => file.endsWith(".yaml.hbs")).map((file) => readFileSync(file, "utf8"));
  const entries = texts.map((text) => `[${JSON.stringify(text)},${Handlebars.precompile(text, STRICT)}]`);
  return `export const builtIns = new Map([${entries.join(",\n")}]);`;
}
