// What Dokku sees in plugin/: thin bash wrappers, one text per family.
import assert from "node:assert/strict";
import { accessSync, constants, readdirSync, readFileSync, statSync } from "node:fs";
import { NO_WRAPPERS } from "./fixtures.ts";
import { suite } from "./suite.ts";

const root = new URL("../../plugin/", import.meta.url);
const text = (name: string) => readFileSync(new URL(name, root), "utf8");
const files = (folder: string) =>
  readdirSync(new URL(folder, root), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** Wrappers whose guard is their own: `commands` by its word, two by what we kept, two about cron that spare a deploy a node. */
const OWN_GUARD = [
  "commands",
  "post-delete",
  "post-registry-login",
  "scheduler-cron-write",
  "scheduler-uses-host-cron",
];

const wrappers = files(".").filter((name) => !NO_WRAPPERS.includes(name));
const familyA = wrappers.filter((name) => name.startsWith("scheduler-") && !OWN_GUARD.includes(name));
const familyD = wrappers.filter((name) => name.startsWith("post-app-"));
const familyB = wrappers.filter((name) => ![...familyA, ...familyD, ...OWN_GUARD].includes(name));
const familyC = files("subcommands").map((name) => `subcommands/${name}`);
const all = [...wrappers, ...familyC];

suite("wrappers", {
  "each family is one text": () => {
    for (const family of [familyA, familyB, familyC, familyD]) {
      assert.ok(family.length > 1);
      for (const name of family)
        assert.equal(text(name), text(family[0] as string), `${name} is not like ${family[0]}`);
    }
  },
  "six lines at most, executable by anybody": () => {
    for (const name of all) {
      assert.ok(text(name).trimEnd().split("\n").length <= 6, name);
      assert.equal(statSync(new URL(name, root)).mode & 0o111, 0o111, name);
    }
  },
  // `#!/usr/bin/env bash` costs every foreign app's trigger half a bash more.
  "started without a detour": () => {
    for (const name of all) assert.ok(text(name).startsWith("#!/bin/bash\n"), name);
    accessSync("/bin/bash", constants.X_OK);
  },
  "the layouts of data that are known are the steps that lead there": () => {
    const steps = [...text("migrate").matchAll(/^step_(\d+)\(\)/gm)].map(([, number]) => Number(number));
    assert.deepEqual(
      steps,
      steps.map((_, index) => index + 1),
    );
    const known = [...text("run-node").matchAll(/\[1-(\d)\]\)|up to (\d)/g)].map(([, one, two]) => Number(one ?? two));
    assert.deepEqual(known, [steps.length, steps.length]);
  },
  "node is named in one file": () => {
    for (const name of all) assert.doesNotMatch(text(name).replace(/^#.*$/gm, ""), /\bnode\b(?<!run-node)/, name);
  },
});
