// Stops a build whose Procfile names a process type that Kubernetes cannot take, before anything is built.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkProcessTypes } from "../core/process-type.ts";
import { parseProcfile } from "../core/procfile.ts";
import { readProperty } from "../edge/dokku/properties.ts";

export async function run([app = "", folder = ""]: readonly string[]): Promise<void> {
  const path =
    (await readProperty("ps", app, "procfile-path")) || (await readProperty("ps", "--global", "procfile-path"));
  const text = await readFile(join(folder, path || "Procfile"), "utf8").catch(() => "");
  checkProcessTypes([...parseProcfile(text).keys()]);
}
