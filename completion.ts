// Writes bin/completion, which plugin/bash-completion reads at each tab in the place of node.
import { readdirSync, writeFileSync } from "node:fs";
import { completionLines } from "./src/core/words/completion.ts";
import { subcommands } from "./src/subcommands/index.ts";
import { loadAll } from "./src/subcommands/subcommand.ts";

const templates = ["", "partials/"].flatMap((folder) =>
  readdirSync(`templates/${folder}`).flatMap((name) =>
    name.endsWith(".yaml.hbs") ? [folder + name.replace(/\.yaml\.hbs$/, "")] : [],
  ),
);
writeFileSync("bin/completion", `${completionLines(await loadAll(subcommands), templates).join("\n")}\n`);
