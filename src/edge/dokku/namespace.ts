// The namespace an app's objects live in.
import { readRecord } from "../record.ts";
import { readProperties } from "./properties.ts";

/** Where the last release went; before the first one of ours, where the property points. */
export async function namespaceOf(app: string): Promise<string> {
  return (await readRecord(app))?.namespace.name ?? (await readProperties(app)).namespace;
}
