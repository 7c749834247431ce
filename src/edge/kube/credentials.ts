// How long the credentials of a kubeconfig last, and which program gets them. Nothing else of them leaves this file.
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { expiryOf } from "../../core/dokku/certificate.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import { at } from "../../core/model/read.ts";
import { tokenExpiryOf } from "../../core/model/token.ts";
import { whereIs } from "../find-program.ts";
import { ownerOf } from "../system.ts";
import { fileOf, userOf } from "./kubeconfig.ts";

export interface Credentials {
  readonly plugin: { readonly command: string; readonly path: string | null } | null;
  /** ISO 8601; null where there is none, or it does not say. */
  readonly certificateEnds: string | null;
  readonly tokenEnds: string | null;
}

export async function readCredentials(cluster: Cluster): Promise<Credentials> {
  const user = userOf(cluster);
  const folder = dirname(fileOf(cluster));
  const text = async (key: string, decode: (data: string) => string = (data) => data, named = key): Promise<string> => {
    const data = at(user, key);
    if (typeof data === "string" && data !== "") return decode(data);
    const path = at(user, named);
    return typeof path === "string" ? readFile(resolve(folder, path), "utf8").catch(() => "") : "";
  };
  const base64 = (data: string) => Buffer.from(data, "base64").toString();
  const [certificate, token, plugin] = await Promise.all([
    text("client-certificate-data", base64, "client-certificate"),
    text("token", undefined, "tokenFile"),
    pluginOf(at(user, "exec", "command"), folder),
  ]);
  return { plugin, certificateEnds: expiryOf(certificate), tokenEnds: tokenExpiryOf(token.trim()) };
}

/** A command with a slash is taken from the kubeconfig's folder. */
async function pluginOf(command: unknown, folder: string): Promise<Credentials["plugin"]> {
  if (typeof command !== "string") return null;
  return { command, path: await whereIs(command.includes("/") ? resolve(folder, command) : command) };
}

/** Of the file, wherever a link leads; null when there is none. */
export async function permissionsOf(
  cluster: Cluster,
): Promise<{ readonly mode: number | null; readonly owner: string | null }> {
  try {
    const file = await realpath(fileOf(cluster));
    return { mode: (await stat(file)).mode & 0o777, owner: ownerOf(file) };
  } catch {
    return { mode: null, owner: null };
  }
}
