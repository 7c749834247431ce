// `dokku report APP` asks every plugin; programs read it, and so it has every row.
import { readSite, report } from "../subcommands/report.ts";

export async function run([app = ""]: readonly string[]): Promise<void> {
  await report(app, { flag: null, format: "stdout", all: true }, await readSite());
}
