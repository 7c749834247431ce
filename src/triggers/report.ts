// `dokku report APP` asks every plugin.
import { report } from "../subcommands/report.ts";

export async function run([app = ""]: readonly string[]): Promise<void> {
  await report(app, { flag: null, format: "stdout" });
}
