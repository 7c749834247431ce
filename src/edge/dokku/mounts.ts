// Which apps mount which claims of a namespace.
import { readdir } from "node:fs/promises";
import { readMounts } from "../../core/claims.ts";
import { namespaceOf } from "./namespace.ts";
import { PLUGIN, propertyFile } from "./paths.ts";
import { readProperties, readProperty } from "./properties.ts";

/** Apps by claim, hidden apps too. One that moves to another namespace with its next deploy counts in both. */
export async function readMounting(namespace: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const apps = (await readdir(propertyFile(PLUGIN, "", "")).catch(() => [] as string[])).sort();
  const mounting = new Map<string, readonly string[]>();
  for (const app of apps) {
    const mounts = readMounts((await readProperty(PLUGIN, app, "volumes")) ?? "");
    if (mounts.length === 0 || !(await isIn(namespace, app))) continue;
    for (const claim of new Set(mounts.map(({ claim }) => claim)))
      mounting.set(claim, [...(mounting.get(claim) ?? []), app]);
  }
  return mounting;
}

async function isIn(namespace: string, app: string): Promise<boolean> {
  return (await namespaceOf(app)) === namespace || (await readProperties(app)).namespace === namespace;
}
