// Each file of src/core has a test of its name, is imported by one, or is part of what a test is about that sees it through its door.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as assert from "uvu/assert";
import { HERE } from "./fixtures.ts";
import { suite } from "./suite.ts";

const CORE = join(HERE, "../../src/core");

/** File or folder of src/core -> the test that holds it. */
const THROUGH: Readonly<Record<string, string>> = {
  "diagnose/": "diagnose/diagnose.test.ts",
  "doctor/": "doctor/checks.test.ts",
  "dokku/command-line.ts": "objects/start-command.test.ts",
  "dokku/shell-line.ts": "objects/start-command.test.ts",
  "objects/": "releases.test.ts",
  "render/": "render/render.test.ts",
  "status/": "status/status.test.ts",
  "validate/lines.ts": "validate/served-schemas.test.ts",
  "validate/prune.ts": "validate/served-schemas.test.ts",
  "validate/rules/": "validate/rules.test.ts",
  "validate/schema-issues.ts": "validate/schema.test.ts",
  "words/columns.ts": "words/history-report.test.ts",
};

const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

const imported = new Set(
  sources(HERE).flatMap((file) => {
    const froms = readFileSync(join(HERE, file), "utf8").matchAll(/\bfrom\s+"(\.[^"]+)"/g);
    return [...froms].map(([, from = ""]) => relative(CORE, join(HERE, dirname(file), from)));
  }),
);

/** Types are held by the compiler. */
const hasCode = (file: string) =>
  /^(export )?(async )?(const|function|class|let)\b/m.test(readFileSync(join(CORE, file), "utf8"));

suite("tests of src/core", {
  "each file has one": () => {
    const without = sources(CORE)
      .filter(hasCode)
      .filter((file) => !existsSync(join(HERE, file.replace(/\.ts$/, ".test.ts"))))
      .filter((file) => !imported.has(file) && !Object.keys(THROUGH).some((part) => file.startsWith(part)));
    assert.equal(without, []);
  },
  "what is held through another is named truly": () => {
    for (const [part, test] of Object.entries(THROUGH)) {
      assert.ok(existsSync(join(CORE, part)), part);
      assert.ok(existsSync(join(HERE, test)), test);
    }
  },
});
