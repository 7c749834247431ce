// Reads everything Dokku knows of one app, all at once. Files whose layout has stood since 0.30 are read directly, triggers are asked
// only for what is computed or has moved between versions: seven of them, whatever the number of process types, domains or keys. What those
// answer is read too where it is known (answers.ts).

import { parseAppJson } from "../../core/dokku/app-json.ts";
import { readMounts } from "../../core/dokku/claims.ts";
import { cronTasks } from "../../core/dokku/cron.ts";
import { parsePorts } from "../../core/dokku/ports.ts";
import { parseProcfile } from "../../core/dokku/procfile.ts";
import { appAmounts, processes } from "../../core/dokku/scale.ts";
import type { DokkuApp } from "../../core/model/app.ts";
import { entryOf } from "../../core/model/read.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { computeProperties } from "../../core/properties/table.ts";
import { readText } from "../files.ts";
import { readTimeZone } from "../time-zone.ts";
import { mustExist } from "./apps.ts";
import { readCertificate } from "./certificate.ts";
import { readDockerOptions } from "./docker-options.ts";
import { readExtracted } from "./extracted.ts";
import { readImage } from "./image.ts";
import { settingsOf } from "./metadata.ts";
import { appRoot, PLUGIN } from "./paths.ts";
import { type Ask, ask, type Question } from "./plugn.ts";
import { readFolder, readListProperty } from "./properties.ts";
import { readRegistryLogin } from "./registry.ts";

/** What is asked of every app. */
const asked = {
  config: (app) => ["config-export", app, "false", "true", "json"],
  proxyType: (app) => ["proxy-type", app],
  proxyEnabled: (app) => ["proxy-is-enabled", app],
  ports: (app) => ["ports-get", app],
} as const satisfies Readonly<Record<string, (app: string) => Question>>;

export const questionsOf = (app: string): readonly Question[] => Object.values(asked).map((of) => of(app));

/** How Dokku is asked. Who asks for every app has cheaper ways. */
export interface Asking {
  readonly ask: Ask;
  readonly readImage: typeof readImage;
  readonly readLogin: typeof readRegistryLogin;
}

export const ONE_APP: Asking = { ask, readImage, readLogin: readRegistryLogin };

/** For who is about to change no pods: a credential helper that fails does not stop it. */
export const WITHOUT_LOGIN: Asking = { ...ONE_APP, readLogin: async () => null };

/**
 * `tag` is the image tag Dokku named, null outside a deploy; `restartedAt` says when new pods of a process type were
 * last asked for, ISO 8601; by default as recorded.
 * Throws NO_SUCH_APP, BAD_APP (Procfile, app.json), HOOK_FAILED (a trigger of Dokku's, or a credential helper, failed).
 */
export async function readApp(
  app: string,
  tag: string | null,
  record: ReleaseRecord | null,
  restartedAt: (type: string) => string | null = (type) => entryOf(record?.restarts, type) ?? null,
  { ask, readImage, readLogin }: Asking = ONE_APP,
): Promise<DokkuApp> {
  await mustExist(app);
  const [
    config,
    image,
    proxyType,
    proxyEnabled,
    ports,
    own,
    site,
    nginx,
    siteNginx,
    ps,
    psGlobal,
    checks,
    checksGlobal,
    scale,
    resources,
    procfile,
    appJsonText,
    cron,
    globalCron,
    timeZone,
    dockerOptions,
  ] = await Promise.all([
    ask(...asked.config(app)),
    readImage(app, tag, record),
    ask(...asked.proxyType(app)),
    ask(...asked.proxyEnabled(app)),
    ask(...asked.ports(app)),
    readFolder(PLUGIN, app),
    readFolder(PLUGIN, "--global"),
    readFolder("nginx", app),
    readFolder("nginx", "--global"),
    readFolder("ps", app),
    readFolder("ps", "--global"),
    readFolder("checks", app),
    readFolder("checks", "--global"),
    readListProperty("ps", app, "scale"),
    readFolder("resource", app),
    readExtracted("ps", app, "Procfile"),
    readExtracted("app-json", app, "app.json"),
    readFolder("cron", app),
    readFolder("cron", "--global"),
    readTimeZone(),
    readDockerOptions(app, ask),
  ]);
  const env = JSON.parse(config) as Record<string, string>;
  const properties = computeProperties(own, site);
  const appJson = appJsonText === null ? null : parseAppJson(appJsonText);
  return {
    name: app,
    image,
    registryLogin: await loginFor({ name: app, image, properties }, readLogin),
    env,
    processes: processes({
      scale,
      procfile: procfile === null ? null : parseProcfile(procfile),
      resources,
      own,
      appJson,
      checks: {
        disabled: checks.disabled || env.DOKKU_CHECKS_DISABLED || "",
        skipped: checks.skipped || env.DOKKU_CHECKS_SKIPPED || "",
      },
      restartedAt,
    }),
    cron: { timeZone, tasks: cronTasks({ app, appJson, own: cron, global: globalCron, resources }) },
    amounts: appAmounts(resources),
    startCommand: ps["start-cmd"] || env.DOKKU_START_CMD || null,
    dockerfileStartCommand: ps["dockerfile-start-cmd"] || env.DOKKU_DOCKERFILE_START_CMD || null,
    stopTimeout:
      ps["stop-timeout-seconds"] || psGlobal["stop-timeout-seconds"] || env.DOKKU_DOCKER_STOP_TIMEOUT || null,
    waitToRetire: checks["wait-to-retire"] || checksGlobal["wait-to-retire"] || null,
    // Dokku 0.38 moves it from the config to a property when it is installed; 10 is its default.
    defaultWait: Number(env.DOKKU_DEFAULT_CHECKS_WAIT || checksGlobal["default-wait"] || 10) || 0,
    restartPolicy: ps["restart-policy"] || psGlobal["restart-policy"] || null,
    domains: await readDomains(app, env),
    proxy: { type: proxyType.trim(), enabled: proxyEnabled.trim() !== "false" },
    // Dokku 0.30 has no ports plugin: its mappings are config.
    ports: parsePorts(ports || env.DOKKU_PROXY_PORT_MAP || ""),
    certificate: await readCertificate(app, record),
    appJson,
    properties,
    settings: settingsOf(own, nginx, "app"),
    siteSettings: settingsOf(site, siteNginx, "site"),
    mounts: readMounts(own.volumes ?? ""),
    dockerOptions,
  };
}

/** After a while in which a `domains:add`, `certs:add` or `registry:login` may have come. */
export async function readAgain(app: DokkuApp, record: ReleaseRecord | null): Promise<DokkuApp> {
  const domains = await readDomains(app.name, app.env);
  const registryLogin = await loginFor(app, readRegistryLogin);
  return { ...app, domains, registryLogin, certificate: await readCertificate(app.name, record) };
}

/** Dokku's own, where no Secrets of the namespace are named. */
async function loginFor(
  { name, image, properties }: Pick<DokkuApp, "name" | "image" | "properties">,
  readLogin: Asking["readLogin"],
): Promise<DokkuApp["registryLogin"]> {
  return properties.imagePullSecrets === "" ? readLogin(name, image.reference) : null;
}

/** None when the app's domains are disabled, which Dokku keeps in the config in every version. */
async function readDomains(app: string, env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  if (env.NO_VHOST === "1") return [];
  const text = (await readText(`${appRoot(app)}/VHOST`).catch(() => null)) ?? "";
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "").sort();
}
