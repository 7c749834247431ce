// The tables of docs/properties.md and docs/subcommands.md derive from the code.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type Property, properties, propertyNames } from "../../src/core/properties/table.ts";
import { subcommands } from "../../src/subcommands/index.ts";
import { loadAll } from "../../src/subcommands/subcommand.ts";
import { HERE } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { suite } from "./suite.ts";

const DOCS = join(HERE, "../../docs");

const cell = (text: string) => text.replaceAll("|", "\\|");

const propertyRows = propertyNames.map((name) => {
  const { scope, default: standard, summary, type }: Property = properties[name];
  const where = { app: "app", "app+global": "app, global", "type+app+global": "process type, app, global" }[scope];
  return `| \`${name}\` | ${where} | ${standard || "none"} | ${cell(summary)}; ${cell(type.form)} |`;
});

const subcommandRows = Object.entries(await loadAll(subcommands))
  .filter(([name]) => name !== "default")
  .map(([name, { usage, summary }]) => `| \`${cell(`${name} ${usage}`.trim())}\` | ${cell(summary)} |`);

suite("documentation", {
  "tables are those of the code": () => {
    table("properties", ["| property | scope | default | what it is |", "| --- | --- | --- | --- |", ...propertyRows]);
    table("subcommands", ["| subcommand | what it does |", "| --- | --- |", ...subcommandRows]);
  },
  "the index leads to each page": () => {
    const index = readFileSync(join(DOCS, "README.md"), "utf8");
    const pages = readdirSync(DOCS).filter((file) => file.endsWith(".md") && file !== "README.md");
    assert.equal(
      pages.filter((page) => !index.includes(`](${page})`)),
      [],
    );
  },
});

function table(name: string, lines: readonly string[]): void {
  const file = join(DOCS, `${name}.md`);
  const pattern = new RegExp(`(<!-- ${name} -->)[^]*(<!-- /${name} -->)`);
  const written = (_: string, start: string, end: string) => `${start}\n${lines.join("\n")}\n${end}`;
  golden(file, readFileSync(file, "utf8").replace(pattern, written));
}
