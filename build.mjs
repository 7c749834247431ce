// Bundles src/main.ts and every package it uses into bin/, so that a server needs nothing but node; their licences lie beside the bundle.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/main.ts"],
  outfile: "bin/scheduler-kubernetes.cjs",
  bundle: true,
  platform: "node",
  target: "node18.19",
  format: "cjs",
  minify: true,
  metafile: true,
  // Those of files; whole licences are listed below.
  legalComments: "none",
  // execa asks for its own URL, which a CommonJS bundle has to make from its path.
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
});

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
