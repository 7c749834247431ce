// Dokku's login to a registry, as docker keeps it.

import { readFile, stat } from "node:fs/promises";
import type { Registry } from "../../core/doctor/facts.ts";
import {
  answered,
  type DockerConfig,
  HELPER_TIMEOUT,
  type Helper,
  hasLogins,
  loginIn,
} from "../../core/dokku/docker-config.ts";
import { SchedulerError, survived } from "../../core/errors.ts";
import type { RegistryLogin } from "../../core/model/app.ts";
import { exec } from "../exec.ts";
import { warnOnce } from "../log.ts";
import { dokkuRoot, propertyFile } from "./paths.ts";
import { readProperty } from "./properties.ts";

/**
 * The login to the registry of an image. An app's own file counts when it holds any login (Dokku 0.37.5), else the site's.
 * Null without one, or when its credential helper has none, which is said. Throws HOOK_FAILED: pods would lose what they pull
 * with if a helper that fails once counted as none.
 */
export async function readRegistryLogin(app: string, reference: string): Promise<RegistryLogin | null> {
  const login = await kept(app, reference);
  if (!isHelper(login)) return login;
  const key = `${login.program} ${login.server}`;
  const answer = answers.get(key) ?? askHelper(login);
  answers.set(key, answer);
  const given = await answer;
  if (given === null) warnOnce([`${login.program} gives no login to ${login.server}: the cluster pulls without one`]);
  return given;
}

/** By program and server: apps share theirs. */
const answers = new Map<string, Promise<RegistryLogin | null>>();

/** The same without a program: what a credential helper would give is not there, which is said. */
export async function readKeptLogin(app: string, reference: string): Promise<RegistryLogin | null> {
  const login = await kept(app, reference);
  if (!isHelper(login)) return login;
  warnOnce([`${login.program} is not asked for the login to ${login.server}: it is not rendered`]);
  return null;
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
    readRegistryLogin(app, reference).catch((error) => {
      survived(error);
      return null;
    }),
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

async function askHelper(helper: Helper): Promise<RegistryLogin | null> {
  const { program, server } = helper;
  const answer = await exec(program, ["get"], { input: server, timeout: HELPER_TIMEOUT }).catch((error) => {
    if (error instanceof SchedulerError && error.code === "TOOL_MISSING") return null;
    throw error;
  });
  return answered(helper, answer);
}

async function read(file: string): Promise<DockerConfig> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    return (JSON.parse(text) as DockerConfig | null) ?? {};
  } catch {
    return {};
  }
}
