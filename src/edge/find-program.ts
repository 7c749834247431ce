// Where programs are: on PATH, else where `dependencies` puts what the site does not have.
import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { SchedulerError } from "../core/errors.ts";
import { libRoot, PLUGIN } from "./dokku/paths.ts";

/** A backup that is read later has no programs for us. */
export const binaries = join(libRoot(), PLUGIN, "bin");

/** Where the programs that we run find others: null when there is none of that name. */
export async function whereIs(program: string): Promise<string | null> {
  const folders = program.includes("/") ? [""] : [...(process.env.PATH ?? "").split(":"), binaries];
  const paths = folders.map((folder) => join(folder, program));
  const isThere = await Promise.all(
    paths.map((path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.find((_, index) => isThere[index]) ?? null;
}

/** Throws TOOL_MISSING when a program could not be run, without running it. */
export async function mustHave(program: string): Promise<void> {
  if ((await whereIs(program)) === null) throw missing(program);
}

export function missing(program: string): SchedulerError {
  return new SchedulerError(
    "TOOL_MISSING",
    `run ${program}`,
    [`${program} is neither on PATH (${process.env.PATH ?? ""}) nor in ${binaries}`],
    "install it with: sudo dokku plugin:install-dependencies",
  );
}
