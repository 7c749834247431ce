// Which Dokku server this is: an id that is made once and kept with the plugin's data, so that a restored server is the same one.
import { randomBytes } from "node:crypto";
import { link, rm } from "node:fs/promises";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { readText, writeText } from "./files.ts";
import { explained } from "./system.ts";

const file = () => dataRoot(PLUGIN, "--server-id");

export async function readServerId(): Promise<string> {
  return (await stored()) ?? (await make());
}

/** Empty where none was made yet: nothing is written. */
export async function storedServerId(): Promise<string> {
  return (await stored()) ?? "";
}

const stored = async () => (await readText(file()))?.trim() || null;

/** The first of two commands at once makes it. */
async function make(): Promise<string> {
  const beside = `${file()}.${process.pid}`;
  await writeText(beside, `${randomBytes(6).toString("hex")}\n`);
  try {
    await link(beside, file());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw explained(error, null, file());
  } finally {
    await rm(beside, { force: true });
  }
  return (await stored()) ?? "";
}
