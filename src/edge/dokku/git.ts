// What Dokku would build an app from.
import { join } from "node:path";
import { readText } from "../files.ts";
import { appRoot } from "./paths.ts";
import { readProperty } from "./properties.ts";

/** The branch that deploys when it is pushed. */
export async function deployBranch(app: string): Promise<string> {
  const [own, everyone] = await Promise.all(
    [app, "--global"].map((scope) => readProperty("git", scope, "deploy-branch")),
  );
  return own || everyone || "master";
}

/** The commit that the branch is at, where `ps:rebuild` looks for it; null when there is none. */
export async function headOf(app: string, branch: string): Promise<string | null> {
  return (await readText(join(appRoot(app), "refs/heads", branch)))?.trim() || null;
}
