// Registries and wrappers belong together: what is missing on one side is named.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { parse } from "../../src/core/words/arguments.ts";
import { helpOfAll, helpOfOne, subcommandLines } from "../../src/core/words/help.ts";
import { subcommands } from "../../src/subcommands/index.ts";
import { loadAll } from "../../src/subcommands/subcommand.ts";
import { triggers } from "../../src/triggers/index.ts";
import { NO_WRAPPERS } from "./fixtures.ts";
import { suite } from "./suite.ts";

const files = (folder: string) =>
  readdirSync(new URL(`../../${folder}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** In plugin/ without a trigger module; the last needs no node. */
const WITHOUT_MODULE = [...NO_WRAPPERS, "scheduler-uses-host-cron"];

function same(kind: string, registered: readonly string[], wrapped: readonly string[]): void {
  const missing = registered.filter((name) => !wrapped.includes(name)).map((name) => `${name} has no wrapper`);
  const extra = wrapped.filter((name) => !registered.includes(name)).map((name) => `${name} is not registered`);
  assert.deepEqual([...missing, ...extra], [], kind);
}

const all = await loadAll(subcommands);
const names = Object.keys(all).filter((name) => name !== "default");
/** Words in quotes are of the shell. */
const shellWords = (words: string) => words.match(/(?:'[^']*'|\S)+/g) ?? [];
/** `:report` alone has a word that looks like an option. */
const withoutFlag = (word: string) => word.replace(/^--scheduler-kubernetes-/, "");

suite("registries", {
  "every trigger has a wrapper and every wrapper a trigger": () => {
    same(
      "plugin/",
      Object.keys(triggers),
      files("plugin").filter((name) => !WITHOUT_MODULE.includes(name)),
    );
  },
  "every subcommand has a wrapper and every wrapper a subcommand": () => {
    same("plugin/subcommands/", Object.keys(subcommands), files("plugin/subcommands"));
  },
  "every module of a folder is registered": async () => {
    for (const [folder, loads] of [
      ["triggers", Object.values(triggers)],
      ["subcommands", Object.values(subcommands)],
    ] as const) {
      const sources = loads.map((load) => /import\("\.\/(.*?)"\)/.exec(load.toString())?.[1]);
      same(
        `src/${folder}`,
        [...new Set(sources)].map(String),
        files(`src/${folder}`).filter((name) => !["index.ts", "subcommand.ts"].includes(name)),
      );
    }
  },
  "every module has what it is called by": async () => {
    for (const load of Object.values(triggers)) assert.equal(typeof (await load()).run, "function");
    for (const [name, { run }] of Object.entries(all)) assert.equal(typeof run, "function", name);
  },
  "dokku help has one comma a line and every subcommand": () => {
    const lines = subcommandLines(all);
    for (const line of lines) assert.match(line, /^ {4}scheduler-kubernetes:[^,]+, [^,]+$/);
    assert.deepEqual(lines.map((line) => /:([a-z-]+)/.exec(line)?.[1]).sort(), names.sort());
  },
  "the list has every subcommand once, a summary beside it, in the width of the terminal": () => {
    for (const width of [40, 80, 200]) {
      const lines = helpOfAll(all, width).split("\n");
      for (const line of lines.slice(1)) assert.ok(line.length <= width, `${width}: ${line}`);
      for (const name of names)
        assert.equal(lines.filter((line) => line.startsWith(`    ${name} `) || line === `    ${name}`).length, 1, name);
    }
  },
  "the help of one fits 80 columns; only a command keeps its line": () => {
    for (const [name, one] of Object.entries(all))
      for (const line of helpOfOne(name, one, 80).split("\n"))
        assert.ok(line.length <= 80 || line.startsWith("    dokku "), `${name}: ${line}`);
  },
  "an example is one that its usage takes; there are two where there is a choice": () => {
    for (const [name, { usage, examples }] of Object.entries(all)) {
      assert.ok(examples.length > 1 || ["", "APP"].includes(usage), name);
      for (const words of examples) {
        assert.doesNotThrow(() => parse({ name, usage, args: shellWords(words).map(withoutFlag) }), `${name} ${words}`);
      }
    }
  },
  "what is to be seen also is there": () => {
    for (const [name, { seeAlso }] of Object.entries(all))
      for (const other of seeAlso)
        assert.ok(names.includes(other) || existsSync(new URL(`../../${other}`, import.meta.url)), `${name}: ${other}`);
  },
});
