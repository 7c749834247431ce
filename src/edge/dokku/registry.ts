// Dokku's login to a registry, as docker keeps it.

import { readFile, stat } from "node:fs/promises";
import type { Registry } from "../../core/doctor/facts.ts";
import { type DockerConfig, type Helper, hasLogins, loginIn, loginOf } from "../../core/dokku/docker-config.ts";
import type { RegistryLogin } from "../../core/model/app.ts";
import { exec } from "../exec.ts";
import { warnOnce } from "../system.ts";
import { dokkuRoot, propertyFile } from "./paths.ts";
import { readProperty } from "./properties.ts";

/**
 * The login to the registry of an image. An app's own file counts when it holds any login (Dokku 0.37.5), else the site's.
 * Null without one, or when its credential helper gives none, which is said.
 */
export async function readRegistryLogin(app: string, reference: string): Promise<RegistryLogin | null> {
  const login = await kept(app, reference);
  return isHelper(login) ? askHelper(login) : login;
}

async function kept(app: string, reference: string): Promise<RegistryLogin | Helper | null> {
  const configs = await Promise.all(filesOf(app).map(read));
  return loginIn(configs.find(hasLogins) ?? {}, reference);
}

const isHelper = (login: RegistryLogin | Helper | null): login is Helper => login !== null && "program" in login;

const filesOf = (app: string) => [propertyFile("registry", app, "config.json"), `${dokkuRoot()}/.docker/config.json`];

/** What Dokku is set to do with the app's images, and how it is logged in to the registry of `reference`. */
export async function readRegistry(app: string, reference: string): Promise<Registry> {
  const value = async (name: string) =>
    (await readProperty("registry", app, name)) || (await readProperty("registry", "--global", name)) || "";
  const [server, repository, pushes, login, source, written] = await Promise.all([
    value("server"),
    value("image-repo"),
    value("push-on-release"),
    readRegistryLogin(app, reference),
    kept(app, reference),
    Promise.all(
      filesOf(app).map((file) =>
        stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => null,
        ),
      ),
    ),
  ]);
  return {
    server,
    repository,
    pushes: pushes === "true",
    login: login === null ? "none" : isHelper(source) ? "helper" : "kept",
    written: written.find((time) => time !== null) ?? null,
  };
}

/** Its answer holds the password: nothing of it is repeated. */
async function askHelper({ program, server }: Helper): Promise<RegistryLogin | null> {
  const outcome = await exec(program, ["get"], { input: server, timeout: 15_000 }).catch(() => null);
  const login = outcome?.exitCode === 0 ? loginOf(server, outcome.stdout) : null;
  if (login === null) warnOnce([`${program} gives no login to ${server}: the cluster pulls without one`]);
  return login;
}

async function read(file: string): Promise<DockerConfig> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    return (JSON.parse(text) as DockerConfig | null) ?? {};
  } catch {
    return {};
  }
}
