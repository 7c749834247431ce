// Dokku's login to a registry, as docker keeps it.

import { readFile, stat } from "node:fs/promises";
import type { Registry } from "../../core/doctor/facts.ts";
import type { RegistryLogin } from "../../core/model/app.ts";
import { entryOf } from "../../core/model/read.ts";
import { dokkuRoot, propertyFile } from "./paths.ts";
import { readProperty } from "./properties.ts";

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  /** Programs that keep passwords, all of them or by registry. */
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/**
 * The login to the registry of an image. An app's own file counts when it holds any login (Dokku 0.37.5), else the site's.
 * Null without one, or when a credential helper keeps the password.
 */
export async function readRegistryLogin(app: string, reference: string): Promise<RegistryLogin | null> {
  const configs = await Promise.all(filesOf(app).map(read));
  const auths = configs.find((config) => Object.keys(config.auths ?? {}).length > 0)?.auths ?? {};
  const found = serverKeys(reference).find((key) => entryOf(auths, key)?.auth);
  return found === undefined ? null : { server: found, auth: auths[found]?.auth ?? "" };
}

const filesOf = (app: string) => [propertyFile("registry", app, "config.json"), `${dokkuRoot()}/.docker/config.json`];

/** What Dokku is set to do with the app's images, and how it is logged in to the registry of `reference`. */
export async function readRegistry(app: string, reference: string): Promise<Registry> {
  const value = async (name: string) =>
    (await readProperty("registry", app, name)) || (await readProperty("registry", "--global", name)) || "";
  const files = filesOf(app);
  const [server, repository, pushes, login, configs, written] = await Promise.all([
    value("server"),
    value("image-repo"),
    value("push-on-release"),
    readRegistryLogin(app, reference),
    Promise.all(files.map(read)),
    Promise.all(
      files.map((file) =>
        stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => null,
        ),
      ),
    ),
  ]);
  const isHelped = configs.some(
    ({ credsStore, credHelpers }) => credsStore || serverKeys(reference).some((key) => entryOf(credHelpers, key)),
  );
  return {
    server,
    repository,
    pushes: pushes === "true",
    login: login !== null ? "kept" : isHelped ? "helper" : "none",
    written: written.find((time) => time !== null) ?? null,
  };
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
