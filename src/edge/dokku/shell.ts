// The shell that `dokku run` and `dokku enter` start when no command is given.
import { readProperty } from "./properties.ts";

/** A property since Dokku 0.38, a key of the config before. */
export async function readShell(app: string, env: Readonly<Record<string, string>>): Promise<string> {
  const read = (scope: string) => readProperty("scheduler", scope, "shell");
  return (await read(app)) || (await read("--global")) || env.DOKKU_APP_SHELL || "/bin/bash";
}
