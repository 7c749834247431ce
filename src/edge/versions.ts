// Which versions of the plugin and of its programs are here.
import { readFile } from "node:fs/promises";
import { SchedulerError } from "../core/errors.ts";
import { exec } from "./exec.ts";
import { shipped } from "./shipped.ts";

/** Milliseconds. */
const PATIENCE = 10_000;

export async function pluginVersion(): Promise<string> {
  const text = await readFile(shipped("plugin.toml"), "utf8");
  return /^version = "(.*)"$/m.exec(text)?.[1] ?? "unknown";
}

export const kubectlVersion = () =>
  versionOf(
    "kubectl",
    ["version", "--client", "--output", "json"],
    (stdout) => JSON.parse(stdout).clientVersion.gitVersion,
  );

export const kubedogVersion = () => versionOf("kubedog", ["version"], (stdout) => stdout.trim());

/** Why there is none, where there is none. */
async function versionOf(program: string, args: readonly string[], read: (stdout: string) => string): Promise<string> {
  try {
    const { exitCode, stdout } = await exec(program, args, { timeout: PATIENCE });
    return exitCode === 0 ? read(stdout) : `unknown: ${program} ${args.join(" ")} ended with exit code ${exitCode}`;
  } catch (error) {
    if (error instanceof SchedulerError && error.code === "TOOL_MISSING") return `missing: ${error.next}`;
    throw error;
  }
}
