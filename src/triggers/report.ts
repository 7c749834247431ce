// `dokku report APP` asks every plugin; programs read it, and so it has every row.
import { PLUGIN } from "../edge/dokku/paths.ts";
import { readFolder } from "../edge/dokku/properties.ts";
import { report } from "../subcommands/report.ts";

export async function run([app = ""]: readonly string[]): Promise<void> {
  await report(app, { flag: null, format: "stdout", all: true }, await readFolder(PLUGIN, "--global"));
}
