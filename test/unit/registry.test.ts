// Registries and wrappers belong together: what is missing on one side is named.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { helpOfAll, subcommandLines } from "../../src/core/words/help.ts";
import { subcommands } from "../../src/subcommands/index.ts";
import { loadAll } from "../../src/subcommands/subcommand.ts";
import { triggers } from "../../src/triggers/index.ts";
import { suite } from "./suite.ts";

const files = (folder: string) =>
  readdirSync(new URL(`../../${folder}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** In plugin/ without a trigger module: what runs as root without the bundle, and what needs no node. */
const WITHOUT_MODULE = [
  ...["plugin.toml", "run-node", "install", "dependencies", "update", "uninstall", "move-own-templates"],
  "scheduler-uses-host-cron",
];

function same(kind: string, registered: readonly string[], wrapped: readonly string[]): void {
  const missing = registered.filter((name) => !wrapped.includes(name)).map((name) => `${name} has no wrapper`);
  const extra = wrapped.filter((name) => !registered.includes(name)).map((name) => `${name} is not registered`);
  assert.deepEqual([...missing, ...extra], [], kind);
}

const all = await loadAll(subcommands);

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
    for (const [name, { run, details }] of Object.entries(all)) {
      assert.equal(typeof run, "function", name);
      assert.match(details.join("\n"), new RegExp(`Example: dokku scheduler-kubernetes(:${name})?`), name);
    }
  },
  "help has one comma a line and every subcommand": () => {
    const lines = subcommandLines(all);
    for (const line of lines) assert.match(line, /^ {4}scheduler-kubernetes:[^,]+, [^,]+$/);
    const listed = helpOfAll(all);
    for (const name of Object.keys(subcommands)) {
      if (name !== "default") assert.ok(listed.includes(`scheduler-kubernetes:${name}`), name);
    }
  },
});
