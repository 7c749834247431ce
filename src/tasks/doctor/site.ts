// What the doctor has to know of this server.
import type { SiteFacts } from "../../core/doctor/facts.ts";
import { stateOf } from "../../core/render/copied.ts";
import { readCopies } from "../../edge/copied-templates.ts";
import { libRoot } from "../../edge/dokku/paths.ts";
import { readText } from "../../edge/files.ts";
import { readPrograms } from "../../edge/programs.ts";
import { userName } from "../../edge/system.ts";
import { appsWithLeftovers } from "../leftovers/find.ts";

export async function readSiteFacts(): Promise<SiteFacts> {
  const [programs, dokku, copies, leftovers] = await Promise.all([
    readPrograms(),
    readText(`${libRoot()}/VERSION`),
    copyStates("--global"),
    appsWithLeftovers(),
  ]);
  return {
    user: userName(),
    dokkuUser: process.env.DOKKU_SYSTEM_USER || "dokku",
    node: { path: process.execPath, version: process.version },
    programs,
    dokku: dokku?.trim() || null,
    copies,
    leftovers,
  };
}

export async function copyStates(scope: string): Promise<SiteFacts["copies"]> {
  return (await readCopies(scope)).map((copy) => ({ name: copy.name, scope, state: stateOf(copy) }));
}
