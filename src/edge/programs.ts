// The programs that we cannot do without: where they are, whether they run, and whether they are what was installed.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import type { Program } from "../core/doctor/facts.ts";
import { at } from "../core/model/read.ts";
import { exec } from "./exec.ts";
import { readText } from "./files.ts";
import { binaries, whereIs } from "./find-program.ts";

/** Milliseconds. */
const TIMEOUT = 10_000;

/** kubectl prints JSON, the other a line. */
const VERSIONS: Readonly<Record<string, { readonly args: readonly string[]; readonly read: (out: string) => string }>> =
  {
    kubectl: {
      args: ["version", "--client", "-o", "json"],
      read: (out) => String(at(JSON.parse(out), "clientVersion", "gitVersion")),
    },
    kubedog: { args: ["version"], read: (out) => out.trim().split("\n")[0] ?? "" },
  };

export async function readPrograms(): Promise<readonly Program[]> {
  return Promise.all(
    Object.entries(VERSIONS).map(async ([name, { args, read }]) => {
      const path = await whereIs(name);
      if (path === null) return { name, path, version: null, sums: null };
      const [outcome, sums] = await Promise.all([exec(name, args, { timeout: TIMEOUT }), sumsOf(name, path)]);
      return { name, path, version: outcome.exitCode === 0 ? tried(() => read(outcome.stdout)) : null, sums };
    }),
  );
}

function tried(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Of what `dependencies` has installed, which keeps the sum that it has checked. */
async function sumsOf(name: string, path: string): Promise<Program["sums"]> {
  if (dirname(path) !== binaries) return null;
  const installed = (await readText(join(binaries, `.${name}.sha256`)))?.trim();
  if (!installed) return null;
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return { installed, now: hash.digest("hex") };
}
