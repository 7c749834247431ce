// templates/README.md lists what each template may use; it is written from the types and held to them here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { at, list } from "../../src/core/model/read.ts";
import { definitions, targetsOf } from "../../src/core/objects/index.ts";
import { releaseTargets } from "../../src/core/one-off/release-task.ts";
import { HERE } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { releases } from "./releases.ts";
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

function table(names: readonly Name[], contexts: readonly object[]): string {
  const rows = names.map(({ path, type, comment }) => {
    const holdsNames = names.some((other) => other.path.startsWith(`${path}.`) || other.path.startsWith(`${path}[]`));
    // What pods may have in common is in one release or another.
    const all = /^(pod|container)\b/.test(path) ? [...contexts, ...contextsOf(null)] : contexts;
    return `| \`${path}\` | ${type} | ${holdsNames ? "" : example(all, path)} | ${comment} |`;
  });
  return ["| name | is | for example | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const apps = Object.values(releases);
const targets = [
  ...apps.flatMap((app) => targetsOf(app, ["own"])),
  ...apps.flatMap((app) => releaseTargets(app, "web", "1")),
];

/** Contexts of a template in all releases; of every template where none is named. */
const contextsOf = (template: string | null) =>
  targets.filter((target) => template === null || target.template === template).map(({ context }) => context);

/** The first value that says something; of a long one its beginning. */
function example(contexts: readonly object[], path: string): string {
  const found = contexts.flatMap((context) => valuesAt(context, path.replaceAll("[]", ".[]").split(".")));
  const text = JSON.stringify(found.find((value) => !isEmpty(value)) ?? found[0] ?? null);
  if (text === "null" || text.includes("`")) return "";
  return `\`${(text.length > 70 ? `${text.slice(0, 66)} ...` : text).replaceAll("|", "\\|")}\``;
}

const isEmpty = (value: unknown) => ["null", '""', "{}", "[]"].includes(JSON.stringify(value));

function valuesAt(value: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
  if (key === undefined) return value === undefined ? [] : [value];
  return key === "[]" ? list(value).flatMap((one) => valuesAt(one, rest)) : valuesAt(at(value, key), rest);
}

function sections(): string {
  // A Job is of no release, so it stands in no registry.
  const templates = [...definitions.map(({ template }) => template), "job"].filter(hasContext);
  const [metadata = [], dokku = [], pod = [], own = [], ...contexts] = readNames([
    ["index.ts", "MetadataContext"],
    ["dokku-context.ts", "DokkuContext"],
    ["pod.ts", "PodContext"],
    ["own.ts", "OwnContext"],
    ...templates.map((template) => [`${template}.ts`, contextType(template)] as const),
  ]);
  const shared = metadata.map((name) => ({ ...name, path: `metadata.${name.path}` }));
  return [
    `### All templates\n\n${table([...shared, ...dokku], contextsOf(null))}`,
    ...templates.map(
      (template, index) => `### ${template}.yaml.hbs\n\n${table(contexts[index] ?? [], contextsOf(template))}`,
    ),
    `### partials/pod.yaml.hbs, and every template that lays out pods\n\n${table(pod, contextsOf("deployment"))}`,
    `### Every other name: an object of its own\n\n${table(own, contextsOf("own"))}`,
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
      rows.filter((row) => row.replaceAll("\\|", "").split("|").length !== 6),
      [],
    );
  },
});
