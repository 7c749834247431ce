// Which apps there are. An app is a folder of DOKKU_ROOT.
import { statSync } from "node:fs";
import { SchedulerError } from "../../core/errors.ts";
import { appRoot } from "./paths.ts";

/** A name that could leave the folder of apps is no app. */
export async function exists(app: string): Promise<boolean> {
  if (!/^[a-z0-9_][a-z0-9_.-]*$/.test(app)) return false;
  try {
    return statSync(appRoot(app)).isDirectory();
  } catch {
    return false;
  }
}

/** Throws NO_SUCH_APP. */
export async function mustExist(app: string): Promise<void> {
  if (!(await exists(app))) throw new SchedulerError("NO_SUCH_APP", `App ${app} does not exist`);
}

/** The apps that the user may see; a plugin can hide some, so Dokku is asked. */
export async function visibleApps(): Promise<readonly string[]> {
  // Loaded only here, because running a program costs more start-up time than all else that the callers do.
  const { ask } = await import("./plugn.ts");
  return (await ask("app-list", "true")).split("\n").filter((app) => app !== "");
}
