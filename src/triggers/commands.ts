// What `dokku help` and `dokku help --all` ask each plugin for, and the answer to a subcommand that does not exist.
import { readFile } from "node:fs/promises";
import { pluginLine, subcommandLines } from "../core/words/help.ts";
import { print } from "../edge/log.ts";
import { subcommands } from "../subcommands/index.ts";
import { loadAll, noSubcommand } from "../subcommands/subcommand.ts";

/** Arguments: `help`, or a word with this plugin's name that Dokku found no file for. */
export async function run([word = "help"]: readonly string[]): Promise<void> {
  if (word !== "help") throw noSubcommand(word.replace(/^[^:]*:/, ""), subcommands);
  print((await wantsAll()) ? subcommandLines(await loadAll(subcommands)).join("\n") : pluginLine());
}

// Dokku passes no flag on: its convention is to look at the command line of the caller.
async function wantsAll(): Promise<boolean> {
  const words = await readFile(`/proc/${process.ppid}/cmdline`, "utf8").catch(() => "");
  return words.split("\0").includes("--all");
}
