// Files that hold what came out before. UPDATE_GOLDENS=1 writes them anew; the diff is for a person to read.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as assert from "uvu/assert";

export function golden(path: string, text: string): void {
  if (process.env.UPDATE_GOLDENS) writeFileSync(path, text);
  assert.ok(existsSync(path), `${path} is missing: UPDATE_GOLDENS=1 npm run unit`);
  assert.fixture(text, readFileSync(path, "utf8"));
}

/** The lines between `<!-- mark -->` and `<!-- /mark -->` of a page. */
export function goldenSection(path: string, mark: string, lines: readonly string[]): void {
  const pattern = new RegExp(`(<!-- ${mark} -->)[^]*(<!-- /${mark} -->)`);
  const written = (_: string, start: string, end: string) => `${start}\n${lines.join("\n")}\n${end}`;
  golden(path, readFileSync(path, "utf8").replace(pattern, written));
}
