// Reads a backup of Dokku's folders in the place of Dokku: what its triggers would answer, from its files.

import { effectivePorts, readEnvFile, storedReference } from "../../core/dokku/stored.ts";
import { SchedulerError } from "../../core/errors.ts";
import { readText } from "../files.ts";
import type { Asking } from "./app.ts";
import { readCertificate } from "./certificate.ts";
import { sourceOf } from "./image.ts";
import { appRoot, dokkuRoot, propertyFile } from "./paths.ts";
import type { Ask } from "./plugn.ts";
import { readFolder, readListProperty, readProperty } from "./properties.ts";
import { readKeptLogin } from "./registry.ts";

/** From now on Dokku's folders are these. */
export function useFolders(root: string, lib: string): void {
  process.env.DOKKU_ROOT = root;
  process.env.DOKKU_LIB_ROOT = lib;
}

interface Known {
  /** Of Dokku's own, which answers the trigger. */
  readonly plugin: string;
  readonly answer: (app: string, key: string) => Promise<string>;
}

const ANSWERS: Readonly<Record<string, Known>> = {
  "config-export": { plugin: "config", answer: async (app) => JSON.stringify(await readEnv(app)) },
  "config-get": { plugin: "config", answer: async (app, key) => (await readEnv(app))[key] ?? "" },
  "proxy-type": { plugin: "proxy", answer: proxyType },
  "proxy-is-enabled": { plugin: "proxy", answer: proxyIsEnabled },
  "ports-get": { plugin: "ports", answer: portsOf },
  "builder-get-property": {
    plugin: "builder",
    answer: async (app) => (await readProperty("builder", app, "detected")) ?? "",
  },
};

/** The plugin whose answer to a trigger its files tell; null for other triggers. */
export const pluginOf = (trigger: string): string | null => ANSWERS[trigger]?.plugin ?? null;

const ask: Ask = async (trigger, app = "", key = "") => {
  const known = ANSWERS[trigger];
  if (known !== undefined) return known.answer(app, key);
  throw new SchedulerError("BAD_APP", `read ${app} without Dokku`, [
    `it has what only Dokku's own trigger ${trigger} tells: no file of the backup does`,
  ]);
};

export const STORED: Asking = {
  ask,
  readLogin: readKeptLogin,
  readImage: async (app, _, record) => {
    const [own, site] = await Promise.all([readFolder("registry", app), readFolder("registry", "--global")]);
    const reference = storedReference(app, own, site);
    if (record?.image.reference === reference) return record.image;
    return { reference, source: await sourceOf(app, reference, record, ask), digest: null, architecture: null };
  },
};

/** The site's config with the app's own over it. Dokku has moved it from the one folder to the other in 0.38. */
async function readEnv(app: string): Promise<Readonly<Record<string, string>>> {
  const [site, own] = await Promise.all([
    firstOf(propertyFile("--global", "ENV", ""), `${dokkuRoot()}/ENV`),
    firstOf(propertyFile(app, "ENV", ""), `${appRoot(app)}/ENV`),
  ]);
  return { ...site, ...own };
}

async function firstOf(...files: readonly string[]): Promise<Readonly<Record<string, string>>> {
  for (const file of files) {
    const text = await readText(file.replace(/\/$/, ""));
    if (text === null) continue;
    const env = readEnvFile(text);
    if (typeof env !== "number") return env;
    throw new SchedulerError("FILE_UNUSABLE", `read ${file}`, [`line ${env} is not KEY="value", as Dokku writes it`]);
  }
  return {};
}

/** A property since Dokku 0.38, a key of the config before. */
async function settingOf(app: string, property: string, key: string): Promise<string> {
  return (await readProperty("proxy", app, property)) || (await readEnv(app))[key] || "";
}

async function proxyType(app: string): Promise<string> {
  const own = await settingOf(app, "type", "DOKKU_APP_PROXY_TYPE");
  return own || (await settingOf("--global", "type", "DOKKU_PROXY_TYPE")) || "nginx";
}

/** The key counts whatever it says. */
async function proxyIsEnabled(app: string): Promise<string> {
  const property = await readProperty("proxy", app, "disabled");
  return String(property ? property !== "true" : !(await readEnv(app)).DOKKU_DISABLE_PROXY);
}

async function portsOf(app: string): Promise<string> {
  const [own, detected, certificate, env, proxyPort, sslPort] = await Promise.all([
    readListProperty("ports", app, "map"),
    readListProperty("ports", app, "map-detected"),
    readCertificate(app, null),
    readEnv(app),
    settingOf(app, "proxy-port", "DOKKU_PROXY_PORT"),
    settingOf(app, "proxy-ssl-port", "DOKKU_PROXY_SSL_PORT"),
  ]);
  // Until 0.30 there is no ports plugin, and its mappings are config.
  if (own.length === 0 && env.DOKKU_PROXY_PORT_MAP) return "";
  return effectivePorts({ own, detected, hasCertificate: certificate !== null, proxyPort, sslPort }).join("\n");
}
