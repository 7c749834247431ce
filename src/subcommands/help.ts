// dokku scheduler-kubernetes:help, dokku scheduler-kubernetes

import { SchedulerError } from "../core/errors.ts";
import { helpOfAll, helpOfOne } from "../core/words/help.ts";
import { print } from "../edge/log.ts";
import { subcommands } from "./index.ts";

export const details = ["Example: dokku scheduler-kubernetes:help set"];

export async function run([name]: readonly string[]): Promise<void> {
  if (!name) return print(helpOfAll(subcommands));
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!subcommand) {
    throw new SchedulerError(
      "BAD_USAGE",
      `There is no subcommand ${name}`,
      [],
      `there are: ${Object.keys(subcommands).sort().join(", ")}`,
    );
  }
  print(helpOfOne(name, subcommand, (await subcommand.load()).details));
}
