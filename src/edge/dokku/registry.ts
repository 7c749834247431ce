// Dokku's login to a registry, as docker keeps it.

import { readFile } from "node:fs/promises";
import type { RegistryLogin } from "../../core/model/app.ts";
import { entryOf } from "../../core/model/read.ts";
import { dokkuRoot, propertyFile } from "./paths.ts";

type DockerConfig = { readonly auths?: Readonly<Record<string, { readonly auth?: string }>> };

/**
 * The login to the registry of an image. An app's own file counts when it holds any login (Dokku 0.37.5), else the site's.
 * Null without one, or when a credential helper keeps the password.
 */
export async function readRegistryLogin(app: string, reference: string): Promise<RegistryLogin | null> {
  const files = [propertyFile("registry", app, "config.json"), `${dokkuRoot()}/.docker/config.json`];
  const configs = await Promise.all(files.map(read));
  const auths = configs.find((config) => Object.keys(config.auths ?? {}).length > 0)?.auths ?? {};
  const found = serverKeys(reference).find((key) => entryOf(auths, key)?.auth);
  return found === undefined ? null : { server: found, auth: auths[found]?.auth ?? "" };
}

/** The first part of a reference is a registry only if it looks like a host; everything else is Docker Hub's. */
function serverKeys(reference: string): readonly string[] {
  const host = reference.split("/")[0] ?? "";
  if (!reference.includes("/") || !/[.:]|^localhost$/.test(host)) return ["https://index.docker.io/v1/", "docker.io"];
  return [host, `https://${host}`, `http://${host}`, `https://${host}/v1/`, `https://${host}/v2/`];
}

async function read(file: string): Promise<DockerConfig> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    return JSON.parse(text) as DockerConfig;
  } catch {
    return {};
  }
}
