// Bundles src/main.ts and every package it uses into bin/, so that a server needs nothing but node.
import { build } from "esbuild";

await build({
  entryPoints: ["src/main.ts"],
  outfile: "bin/scheduler-kubernetes.cjs",
  bundle: true,
  platform: "node",
  target: "node18.19",
  format: "cjs",
  minify: true,
  legalComments: "linked",
  // execa asks for its own URL, which a CommonJS bundle has to make from its path.
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
});
