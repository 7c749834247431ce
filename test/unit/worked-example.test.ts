// Follows "An example" of CONTRIBUTING.md on a copy of the tree: what the page names is all that there is to do.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { HERE } from "./fixtures.ts";
import { suite } from "./suite.ts";

const ROOT = join(HERE, "../..");
const COPIED = [
  "src",
  "templates",
  "schemas",
  "plugin",
  "test/unit",
  "docs",
  "README.md",
  "package.json",
  "tsconfig.json",
];
/** Tests that a new object, property or subcommand could ask something of: all but this one and those that read none of the three lists, or the bundle. */
const ASKED =
  "^(?!worked-example|bench|docs-commands|docs-picture|licences|recording|suite|logs|mirror|diagnose/|dokku/|edge/|objects/|one-off/|render/|status/|validate/|words/).*\\.test\\.ts$";

interface Block {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

function blocks(): readonly Block[] {
  const [, page = ""] = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8").split("\n### An example\n");
  const [example = ""] = page.split(/^## /m);
  const found = example.matchAll(/^`([^`]+)`\n\n```(\w+)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, path = "", language = "", text = ""]) => ({ path, language, text }));
}

/** Each run of lines with `+` comes below the line that stands before it, of which there is one. */
function added(to: string, diff: string): string {
  return [...diff.matchAll(/^ (.*)\n((?:\+.*\n)+)/gm)].reduce((text, [, line = "", more = ""]) => {
    const parts = text.split(`${line}\n`);
    assert.is(parts.length, 2, `"${line}" stands there once`);
    return parts.join(`${line}\n${more.replace(/^\+/gm, "")}`);
  }, to);
}

function follow(root: string): void {
  for (const { path, language, text } of blocks()) {
    const file = join(root, path);
    if (language === "shell") execFileSync("bash", ["-c", text], { cwd: root });
    else writeFileSync(file, language === "diff" ? added(readFileSync(file, "utf8"), text) : text);
  }
}

suite("the example of CONTRIBUTING.md", {
  "is green with what the page names": () => {
    const root = mkdtempSync(join(tmpdir(), "worked-example-"));
    try {
      for (const path of COPIED) cpSync(join(ROOT, path), join(root, path), { recursive: true });
      symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
      follow(root);
      const uvu = ["node_modules/tsx/dist/cli.mjs", "node_modules/uvu/bin.js", "test/unit", ASKED];
      const { status, stdout, stderr } = spawnSync(process.execPath, uvu, {
        cwd: root,
        env: { ...process.env, UPDATE_GOLDENS: "1" },
        encoding: "utf8",
      });
      assert.is(status, 0, `${stdout}${stderr}`);
      assert.match(readFileSync(join(root, "test/unit/goldens/plain.yaml"), "utf8"), /^kind: ConfigMap$/m);
      assert.match(readFileSync(join(root, "docs/properties.md"), "utf8"), /^\| `publish-domains` \|/m);
      assert.match(readFileSync(join(root, "docs/subcommands.md"), "utf8"), /^\| `hello APP` \|/m);
    } finally {
      rmSync(root, { recursive: true });
    }
  },
});
