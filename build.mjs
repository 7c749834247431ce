// Bundles src/main.ts and every package it uses into bin/, so that a server needs nothing but node; beside the bundle lie their licences
// and a bill of materials (CycloneDX).
// What a command does not use is not read by it: the bundle is the entry, made of loader.cjs, and files with the parts that it reads.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";
import { precompiled } from "./precompile.ts";

const target = "node18.19";

const { metafile, outputFiles } = await build({
  entryPoints: { "scheduler-kubernetes": "src/main.ts" },
  outdir: "bin",
  outExtension: { ".js": ".cjs" },
  // Beside the entry: our own code looks from its file for templates and schemas.
  chunkNames: "[name]-[hash]",
  bundle: true,
  // The names of parts hash the paths of what is in them: a node_modules that is a link would be named by where it leads.
  preserveSymlinks: true,
  splitting: true,
  platform: "node",
  target,
  format: "esm",
  minify: true,
  metafile: true,
  write: false,
  // Those of files; whole licences are listed below.
  legalComments: "none",
  // execa asks for its own URL, which a CommonJS file has to make from its path.
  define: { "import.meta.url": "importMetaUrl" },
  plugins: [
    {
      name: "built-in templates",
      setup: ({ onLoad }) => onLoad({ filter: /\/render\/built-ins\.ts$/ }, () => ({ contents: precompiled() })),
    },
  ],
});

const ENTRY = "scheduler-kubernetes.cjs";

// What these load at once lies in one file, as opening a file costs more than reading some that is not needed; what the next ones load beyond
// it in another. All else has a file of its own.
const TOGETHER = {
  basics: [ENTRY, "report", "set", "lock"],
  silence: ["scheduler-app-status"],
  asking: ["ask-status"],
  manifests: ["show-manifest"],
  deploying: ["scheduler-deploy"],
};

const names = Object.keys(metafile.outputs)
  .map((path) => basename(path))
  .sort();
const numbers = new Map(names.map((name, number) => [name, number]));

function loadedBy(words) {
  const found = new Set(
    words.map((word) => names.find((name) => name === word || name.replace(/-[A-Z0-9]{8}\.cjs$/, "") === word)),
  );
  for (const name of found)
    for (const { path, kind } of metafile.outputs[`bin/${name}`].imports)
      if (kind === "import-statement" && numbers.has(basename(path))) found.add(basename(path));
  return [...found];
}

const taken = new Set();
const groups = Object.entries(TOGETHER).map(([label, words]) => {
  const members = loadedBy(words).filter((name) => !taken.has(name));
  for (const name of members) taken.add(name);
  return { label, members };
});
const alone = names.filter((name) => !taken.has(name));
groups.push(...alone.map((name) => ({ label: name.replace(/-.*/, ""), members: [name] })));

// esbuild splits ES modules alone, and node starts with CommonJS sooner.
async function inCommonJs(text) {
  const options = { format: "cjs", platform: "node", target, minify: true, supported: { "dynamic-import": false } };
  const { code } = await transform(text, { ...options, legalComments: "none" });
  const url = 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;';
  const linked = code.trim().replace(/\brequire\("\.\/([^"]+)"\)/g, (_, name) => `part(${numbers.get(name)})`);
  return linked.includes("importMetaUrl") ? url + linked : linked;
}

const texts = new Map();
for (const { path, text } of outputFiles) texts.set(basename(path), await inCommonJs(text));

const files = groups.map(({ label, members }) => {
  // The parentheses have V8 compile at once what runs at once.
  const functions = members.map((name) => `${numbers.get(name)}:(function(module,exports){${texts.get(name)}\n})`);
  const text = `(function(require,part,__filename){return{${functions.join(",\n")}}})\n`;
  return { name: `${label}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.cjs`, text };
});

const tables = {
  FILES: files.map(({ name }) => name),
  HOMES: names.map((name) => groups.findIndex(({ members }) => members.includes(name))),
  MAIN: numbers.get(ENTRY),
};
const loader = Object.entries(tables).reduce(
  (text, [name, value]) =>
    text.replace(new RegExp(`^const ${name} = .*`, "m"), `const ${name} = ${JSON.stringify(value)};`),
  readFileSync("loader.cjs", "utf8"),
);
const { code: entry } = await transform(loader, { platform: "node", target, minify: true });

// The entry last, each in one step: a bundle that is in use stays whole. Files of former builds go then.
for (const { name, text } of [...files, { name: ENTRY, text: entry }]) {
  writeFileSync(`bin/${name}.new`, text);
  renameSync(`bin/${name}.new`, `bin/${name}`);
}
const written = new Set([ENTRY, ...tables.FILES]);
for (const name of readdirSync("bin")) if (name.endsWith(".cjs") && !written.has(name)) rmSync(join("bin", name));

// node_modules/NAME, or node_modules/@SCOPE/NAME, also below another package.
const folders = Object.keys(metafile.inputs).flatMap(
  (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
);

const read = (file) => JSON.parse(readFileSync(file, "utf8"));

const packages = [...new Set(folders)].sort().map((folder) => ({ folder, ...read(join(folder, "package.json")) }));

const licences = packages.map(({ folder, name, version, license }) => {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
});
writeFileSync("bin/scheduler-kubernetes.LEGAL.txt", `${licences.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);

const { packages: locked } = read("package-lock.json");
const ours = read("package.json");

const components = packages.map(({ folder, name, version, license }) => ({
  type: "library",
  name,
  version,
  purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
  licenses: [{ license: { id: license } }],
  hashes: [{ alg: "SHA-512", content: hexOf(locked[folder.replace(/^.*?(?=node_modules\/)/, "")].integrity) }],
}));
const component = {
  type: "application",
  name: ours.name,
  version: ours.version,
  licenses: [{ license: { id: ours.license } }],
};
const bill = { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, metadata: { component }, components };
writeFileSync("bin/scheduler-kubernetes.cdx.json", `${JSON.stringify(bill, null, 2)}\n`);

function hexOf(integrity) {
  return Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
}
