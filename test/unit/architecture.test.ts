// Reads the import lines of src: who may know whom is in CONTRIBUTING.md, and held here.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as assert from "uvu/assert";
import { HERE } from "./fixtures.ts";
import { suite } from "./suite.ts";

const SRC = join(HERE, "../../src");

interface Import {
  readonly file: string;
  readonly from: string;
}

/** Folder -> the folders of src it may import; main.ts may import all. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  edge: ["core", "edge"],
  tasks: ["core", "edge", "tasks"],
  subcommands: ["core", "edge", "tasks", "subcommands"],
  triggers: ["core", "edge", "tasks", "subcommands", "triggers"],
};

/** Packages that have one home. */
const HOMES: Readonly<Record<string, string>> = {
  execa: "edge/exec.ts",
  handlebars: "core/render/",
  listr2: "tasks/",
};

const CORE_MAY = ["handlebars", "js-yaml", "node:crypto", "node:vm"];

function importsOf(folder: string): readonly Import[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"([^"]+)"/g)].map(([, from = ""]) => ({ file, from }));
  });
}

/** Where an import leads, from src: `core/errors.ts`, `../schemas/file-validators.js`, or the package as it is. */
function target({ file, from }: Import): string {
  return from.startsWith(".") ? relative(SRC, join(SRC, dirname(file), from)) : from;
}

const imports = importsOf(SRC);

/** What files of src load before they do anything: themselves, and what they import that is neither a type nor loaded when it is asked for. */
function loadedBy(files: readonly string[]): ReadonlySet<string> {
  const found = new Set(files);
  for (const file of found) {
    if (isPackage(file) || file.startsWith("..")) continue;
    const text = readFileSync(join(SRC, file), "utf8");
    for (const [, names = "", from = ""] of text.matchAll(/^(?:import|export) (?!type )([^;]*?)from "([^"]+)";/gm))
      if (!/^\{(\s*type [\w ]+,?)*\s*\} $/.test(names)) found.add(target({ file, from }));
  }
  return found;
}
const isPackage = (path: string) => !path.startsWith(".") && !path.endsWith(".ts");
const offenders = (isWrong: (file: string, to: string) => boolean) =>
  imports.filter((line) => isWrong(line.file, target(line))).map((line) => `${line.file} imports ${line.from}`);

suite("architecture", {
  "there are imports to look at": () => assert.ok(imports.length > 50, `${imports.length}`),
  "a layer imports itself and those below": () => {
    const wrong = offenders((file, to) => {
      const [layer = ""] = file.split("/");
      if (!file.includes("/") || isPackage(to) || to.startsWith("../schemas/")) return false;
      return !(MAY[layer] ?? []).includes(to.split("/")[0] ?? "");
    });
    assert.equal(wrong, []);
  },
  "triggers and subcommands leave the cluster to tasks": () => {
    const wrong = offenders((file, to) => /^(triggers|subcommands)\//.test(file) && to.startsWith("edge/kube/"));
    assert.equal(wrong, []);
  },
  "core imports no effects": () => {
    const wrong = offenders((file, to) => {
      if (!file.startsWith("core/")) return false;
      return isPackage(to) ? !CORE_MAY.includes(to) : to.startsWith("..") && to !== "../schemas/file-validators.js";
    });
    assert.equal(wrong, []);
  },
  "a package is used in its home only": () => {
    const wrong = offenders((file, to) => HOMES[to] !== undefined && !file.startsWith(HOMES[to]));
    assert.equal(wrong, []);
  },
  "what only reads and sets properties starts without programs, parsers, templates and schemas": () => {
    const loaded = loadedBy(["main.ts", "subcommands/report.ts", "subcommands/set.ts", "edge/lock.ts"]);
    assert.ok(loaded.has("edge/files.ts") && loaded.has("edge/interruption.ts"), [...loaded].join(" "));
    const heavy = [...loaded].filter((file) => /^(core\/(objects|render)\/|\.\.)/.test(file));
    const packages = [...loaded].filter((file) => isPackage(file) && !file.startsWith("node:"));
    assert.equal([...heavy, ...packages, ...(loaded.has("node:crypto") ? ["node:crypto"] : [])], []);
  },
  "core reads no clock, environment or chance": () => {
    const core = readdirSync(join(SRC, "core"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const impure = /\bprocess\.(env|argv|std|exit|cwd)|\bDate\.now|new Date\(\)|Math\.random|\bfetch\(/;
    assert.equal(
      core.filter((file) => impure.test(readFileSync(join(SRC, "core", file), "utf8"))),
      [],
    );
  },
  "nobody calls process.exit": () => {
    const all = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    assert.equal(
      all.filter((file) => /process\.exit\(/.test(readFileSync(join(SRC, file), "utf8"))),
      [],
    );
  },
  "a file begins with what it is for": () => {
    const all = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    assert.equal(
      all.filter((file) => !/^(\/\/ |\/\*\* )\S/.test(readFileSync(join(SRC, file), "utf8"))),
      [],
    );
  },
  "only suite.ts knows uvu's suites": () => {
    const wrong = importsOf(HERE).filter(({ file, from }) => from === "uvu" && file !== "suite.ts");
    assert.equal(wrong, []);
  },
});
