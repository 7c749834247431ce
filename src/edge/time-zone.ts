// The time zone in which this server's cron runs.
import { readFile, realpath } from "node:fs/promises";

/** `Europe/Berlin`. Every cluster knows UTC by that name, whatever else it knows. */
export async function readTimeZone(): Promise<string> {
  const file = await realpath("/etc/localtime").catch(() => "");
  const [, linked] = /\/zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(file) ?? [];
  const named = linked ?? (await readFile("/etc/timezone", "utf8").catch(() => "")).trim();
  return /^(Etc\/)?(UTC|UCT|Universal|Zulu|GMT)?$/.test(named) ? "UTC" : named;
}
