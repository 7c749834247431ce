// Bundles src/main.ts and every package it uses into bin/, so that a server needs nothing but node; their licences lie beside the bundle.
// What a command does not use is not read by it: the bundle is the entry and a file for each part that some commands share.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";

const PARTS = "bin/parts";
const target = "node18.19";

const { metafile, outputFiles } = await build({
  entryPoints: { "scheduler-kubernetes": "src/main.ts" },
  outdir: "bin",
  outExtension: { ".js": ".cjs" },
  chunkNames: "parts/[name]-[hash]",
  bundle: true,
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
});

// esbuild splits ES modules alone, and node starts with CommonJS sooner.
async function inCommonJs(text) {
  const options = { format: "cjs", platform: "node", target, minify: true, supported: { "dynamic-import": false } };
  const { code } = await transform(text, { ...options, legalComments: "none" });
  const url = 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;';
  return code.includes("importMetaUrl") ? url + code : code;
}

// The parts first, the entry last, each in one step: a bundle that is in use stays whole. Parts of former builds go then.
mkdirSync(PARTS, { recursive: true });
const parts = outputFiles.filter(({ path }) => path.includes("/parts/"));
const [entry] = outputFiles.filter((file) => !parts.includes(file));
for (const { path, text } of [...parts, entry]) {
  writeFileSync(`${path}.new`, await inCommonJs(text));
  renameSync(`${path}.new`, path);
}
const names = parts.map(({ path }) => basename(path));
for (const name of readdirSync(PARTS)) if (!names.includes(name)) rmSync(join(PARTS, name));

// node_modules/NAME, or node_modules/@SCOPE/NAME, also below another package.
const folders = Object.keys(metafile.inputs).flatMap(
  (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
);

const licences = [...new Set(folders)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
});
writeFileSync("bin/scheduler-kubernetes.LEGAL.txt", `${licences.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
