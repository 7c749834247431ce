// dokku scheduler-kubernetes:help, dokku scheduler-kubernetes
import { entryOf } from "../core/model/read.ts";
import { parse } from "../core/words/arguments.ts";
import { helpOfAll, helpOfOne } from "../core/words/help.ts";
import { print, terminalWidth } from "../edge/log.ts";
import { loadAll, noSubcommand, type Subcommand, type Subcommands } from "./subcommand.ts";

export function help(subcommands: Subcommands): Subcommand {
  return {
    group: "Looking",
    usage: "[SUBCOMMAND]",
    summary: "Show this list or explain one subcommand",
    details: ["`--help` or `-h` behind a subcommand explains it too."],
    examples: ["set", "list-pvc"],
    seeAlso: ["docs/triggers.md"],
    async run(call) {
      const [name] = parse(call).words;
      if (!name) return print(helpOfAll(await loadAll(subcommands), terminalWidth()));
      const load = entryOf(subcommands, name);
      if (load === undefined) throw noSubcommand(name, subcommands);
      print(helpOfOne(name, await load(), terminalWidth()));
    },
  };
}
