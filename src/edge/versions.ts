// Which version of the plugin this is.
import { readFile } from "node:fs/promises";
import { shipped } from "./shipped.ts";

export async function pluginVersion(): Promise<string> {
  const text = await readFile(shipped("plugin.toml"), "utf8");
  return /^version = "(.+)"$/m.exec(text)?.[1] ?? "unknown";
}
