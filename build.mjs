// Bundles src/main.ts and every package it uses into bin/, so that a server needs nothing but node; beside the bundle lie their licences
// and a bill of materials (CycloneDX).
// What a command does not use is not read by it: the bundle is the entry and a file for each part that some commands share.
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

function isEntry({ path }) {
  return path.endsWith("/scheduler-kubernetes.cjs");
}

// esbuild splits ES modules alone, and node starts with CommonJS sooner.
async function inCommonJs(text) {
  const options = { format: "cjs", platform: "node", target, minify: true, supported: { "dynamic-import": false } };
  const { code } = await transform(text, { ...options, legalComments: "none" });
  const url = 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;';
  return code.includes("importMetaUrl") ? url + code : code;
}

// The entry last, each in one step: a bundle that is in use stays whole. Parts of former builds go then.
const written = new Set();
for (const { path, text } of outputFiles.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
  writeFileSync(`${path}.new`, await inCommonJs(text));
  renameSync(`${path}.new`, path);
  written.add(basename(path));
}
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
