// README.md's tables of properties and subcommands derive from the code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Property, properties, propertyNames } from "../../src/core/properties/table.ts";
import { subcommands } from "../../src/subcommands/index.ts";
import { loadAll } from "../../src/subcommands/subcommand.ts";
import { HERE } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { suite } from "./suite.ts";

const FILE = join(HERE, "../../README.md");

const cell = (text: string) => text.replaceAll("|", "\\|");

const propertyRows = propertyNames.map((name) => {
  const { scope, default: standard, summary, type }: Property = properties[name];
  const where = { app: "app", "app+global": "app, global", "type+app+global": "process type, app, global" }[scope];
  return `| \`${name}\` | ${where} | ${standard || "none"} | ${cell(summary)}; ${cell(type.form)} |`;
});

const subcommandRows = Object.entries(await loadAll(subcommands))
  .filter(([name]) => name !== "default")
  .map(([name, { usage, summary }]) => `| \`${cell(`${name} ${usage}`.trim())}\` | ${cell(summary)} |`);

suite("README", {
  "tables are those of the code": () => {
    const text = readFileSync(FILE, "utf8");
    const written = [
      ["properties", "| property | scope | default | what it is |", "| --- | --- | --- | --- |", ...propertyRows],
      ["subcommands", "| subcommand | what it does |", "| --- | --- |", ...subcommandRows],
    ].reduce(between, text);
    golden(FILE, written);
  },
});

function between(text: string, [mark, ...lines]: readonly string[]): string {
  const pattern = new RegExp(`(<!-- ${mark} -->)[^]*(<!-- /${mark} -->)`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}\n${lines.join("\n")}\n${end}`);
}
