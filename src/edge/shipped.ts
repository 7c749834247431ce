// What comes with the plugin beside its program.
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file or folder of the plugin: it is next to the folder of the bundle, and next to src. */
export function shipped(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return join(here, basename(here) === "edge" ? "../.." : "..", name);
}
