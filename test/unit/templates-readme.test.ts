// templates/README.md lists what each template may use; it is written from the types and held to them here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { definitions } from "../../src/core/objects/index.ts";
import { HERE } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { suite } from "./suite.ts";
import { type Name, readNames } from "./template-names.ts";

const README = join(HERE, "../../templates/README.md");
const START = "<!-- Written by a unit test from the types in src/core/objects: UPDATE_GOLDENS=1 npm run unit -->";

/** `registry-secret` -> RegistrySecretContext. */
function contextType(template: string): string {
  const words = template.split("-").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join("")}Context`;
}

/** A template whose file exports no context uses metadata only. */
function hasContext(template: string): boolean {
  return readFileSync(join(HERE, `../../src/core/objects/${template}.ts`), "utf8").includes(contextType(template));
}

function table(names: readonly Name[]): string {
  const rows = names.map(({ path, type, comment }) => `| \`${path}\` | ${type} | ${comment} |`);
  return ["| name | is | |", "| --- | --- | --- |", ...rows].join("\n");
}

function sections(): string {
  // A Job is of no release, so it stands in no registry.
  const templates = [...definitions.map(({ template }) => template), "job"].filter(hasContext);
  const [metadata = [], pod = [], own = [], ...contexts] = readNames([
    ["index.ts", "MetadataContext"],
    ["pod.ts", "PodContext"],
    ["own.ts", "OwnContext"],
    ...templates.map((template) => [`${template}.ts`, contextType(template)] as const),
  ]);
  const shared = metadata.map((name) => ({ ...name, path: `metadata.${name.path}` }));
  return [
    `### All templates\n\n${table(shared)}`,
    ...templates.map((template, index) => `### ${template}.yaml.hbs\n\n${table(contexts[index] ?? [])}`),
    `### partials/pod.yaml.hbs, and every template that lays out pods\n\n${table(pod)}`,
    `### Every other name: an object of its own\n\n${table(own)}`,
  ].join("\n\n");
}

suite("templates/README.md", {
  "lists the names that templates may use": () => {
    const [head] = readFileSync(README, "utf8").split(START);
    golden(README, `${head}${START}\n\n${sections()}\n`);
  },
  "has as many cells in a row as in its head": () => {
    const rows =
      readFileSync(README, "utf8")
        .split(START)[1]
        ?.split("\n")
        .filter((line) => line.startsWith("|")) ?? [];
    assert.ok(rows.length > 0);
    assert.equal(
      rows.filter((row) => row.split("|").length !== 5),
      [],
    );
  },
});
