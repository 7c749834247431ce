// Runs uvu on small files of its own: what would be green by mistake has to be red.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { HERE } from "./fixtures.ts";
import { suite, table } from "./suite.ts";

const ROOT = join(HERE, "../..");

/** Runs one test file with `body` in it. */
function runFile(body: string): { readonly code: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), "suite-"));
  try {
    writeFileSync(
      join(folder, "it.test.ts"),
      `import { suite, table } from ${JSON.stringify(join(HERE, "suite.ts"))};\n${body}\n`,
    );
    const args = ["--import", "tsx", join(ROOT, "node_modules/uvu/bin.js"), folder, "\\.test\\.ts$"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    return { code: status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

suite("suite", {
  ...table(
    [
      ["a test that passes is green", 'suite("s", { t: () => {} });', 0, /Passed:\s+1/],
      ["a test that throws is red", 'suite("s", { t: () => { throw new Error("no"); } });', 1, /no/],
      ["a test that rejects is red", 'suite("s", { t: async () => { throw new Error("no"); } });', 1, /no/],
      ["a test that never ends is red", 'suite("s", { t: () => new Promise(() => {}) });', 1, /1 tests never ended/],
      ["a suite without tests is red", 'suite("s", {});', 1, /has no tests/],
      ["a file that throws is red", 'throw new Error("no");', 1, /no/],
      ["two rows of one title are red", 'suite("s", table([["a"], ["a"]], () => {}));', 1, /same title/],
    ] as const,
    (_title, body, code, says) => {
      const result = runFile(body);
      assert.is(result.code, code, result.output);
      assert.match(result.output, says);
    },
  ),
});
