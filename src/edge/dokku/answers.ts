// What Dokku's own plugins answer to some getter triggers, read from the properties that they answer from: a program less for each, and on a
// server those that it calls in turn. What is odd, and a version of Dokku that nobody has looked into, is left to the trigger.
import { access } from "node:fs/promises";
import { effectivePorts, repositoryOn } from "../../core/dokku/stored.ts";
import { readText } from "../files.ts";
import { implementing, onlyOne } from "./hooks.ts";
import { appRoot, libRoot } from "./paths.ts";
import { readListProperty, readProperty } from "./properties.ts";

/** The newest minor version whose plugins were looked into. */
const NEWEST = 38;

interface Known {
  /** The plugin that answers. */
  readonly plugin: string;
  /** The minor version from which on its properties say it all. */
  readonly since: number;
  /** Throws Unclear. */
  readonly answer: (app: string) => Promise<string>;
}

const KNOWN: ReadonlyMap<string, Known> = new Map([
  ["deployed-app-repository", { plugin: "registry", since: 31, answer: repository }],
  ["deployed-app-image-repo", { plugin: "registry", since: 31, answer: imageRepo }],
  ["deployed-app-image-tag", { plugin: "registry", since: 31, answer: imageTag }],
  ["proxy-type", { plugin: "proxy", since: 38, answer: proxyType }],
  ["proxy-is-enabled", { plugin: "proxy", since: 38, answer: proxyIsEnabled }],
  ["ports-get", { plugin: "ports", since: 38, answer: ports }],
]);

/** Dokku would make of it what we do not want to guess. */
class Unclear extends Error {}

/** Null where Dokku has to be asked. `plugin` is the only one that implements the trigger. */
export async function readAnswer(
  plugin: string,
  trigger: string,
  [app, ...more]: readonly string[],
): Promise<string | null> {
  const known = KNOWN.get(trigger);
  if (known === undefined || known.plugin !== plugin || app === undefined || more.length > 0) return null;
  const minor = await minorVersion();
  // NaN is neither.
  if (!(minor >= known.since && minor <= NEWEST)) return null;
  // What cannot be read, the trigger says in its own words.
  return known.answer(app).catch(() => null);
}

/** Whether a trigger's answer is what the files of Dokku say: this plugin alone gives it, of a version that somebody has looked into. */
export async function isToldByFiles(trigger: string, plugin: string): Promise<boolean> {
  return onlyOne(trigger)?.plugin === plugin && (await minorVersion()) <= NEWEST;
}

/** NaN when nobody can tell. */
async function minorVersion(): Promise<number> {
  const text = await readText(`${libRoot()}/VERSION`).catch(() => null);
  return Number(/^v?0\.(\d+)\.\d+$/.exec(text?.trim() ?? "")?.[1]);
}

/** "" when it is not set. Versions differ in what they make of blanks around it. */
async function settled(plugin: string, scope: string, property: string): Promise<string> {
  const text = (await readProperty(plugin, scope, property)) ?? "";
  if (text !== text.trim()) throw new Unclear();
  return text;
}

async function computed(plugin: string, app: string, property: string): Promise<string> {
  return (await settled(plugin, app, property)) || settled(plugin, "--global", property);
}

async function repository(app: string): Promise<string> {
  return repositoryOn(await computed("registry", app, "server"));
}

async function imageRepo(app: string): Promise<string> {
  const own = await settled("registry", app, "image-repo");
  if (own !== "") return own;
  // Go's own templates.
  if ((await computed("registry", app, "image-repo-template")) !== "") throw new Unclear();
  return `dokku/${app}`;
}

async function imageTag(app: string): Promise<string> {
  if ((await computed("registry", app, "push-on-release")) !== "true") return "";
  return (await settled("registry", app, "tag-version")) || "1";
}

async function proxyType(app: string): Promise<string> {
  return (await computed("proxy", app, "type")) || "nginx";
}

async function proxyIsEnabled(app: string): Promise<string> {
  return String((await settled("proxy", app, "disabled")) !== "true");
}

async function ports(app: string): Promise<string> {
  const [own, detected, proxyPort, sslPort] = await Promise.all([
    portMaps(app, "map"),
    portMaps(app, "map-detected"),
    portOf(app, "proxy-port"),
    portOf(app, "proxy-ssl-port"),
  ]);
  const hasCertificate = own.length === 0 && (await isCertified(app));
  return effectivePorts({ own, detected, hasCertificate, proxyPort, sslPort }).join("\n");
}

async function portMaps(app: string, property: string): Promise<readonly string[]> {
  const lines = await readListProperty("ports", app, property);
  if (!lines.every(isPortMap)) throw new Unclear();
  return lines;
}

function isPortMap(line: string): boolean {
  const [, host, container] = /^[a-z]+:([1-9]\d{0,4}):([1-9]\d{0,4})$/.exec(line) ?? [];
  return Number(host) < 65536 && Number(container) < 65536;
}

async function portOf(app: string, property: string): Promise<string> {
  const port = await computed("proxy", app, property);
  if (!/^(?:[1-9]\d{0,4})?$/.test(port)) throw new Unclear();
  return port;
}

/** Dokku's proxies with certificates of their own. Each answers for the apps that it serves. */
const CERTIFYING = ["caddy", "haproxy", "openresty", "traefik"];

async function isCertified(app: string): Promise<boolean> {
  const type = await proxyType(app);
  const silent = CERTIFYING.filter((proxy) => proxy !== type).map((proxy) => `${proxy}-vhosts`);
  const answering = [...implementing("certs-exists"), ...implementing("certs-force")].map(({ plugin }) => plugin);
  if (!answering.every((plugin) => plugin === "certs" || silent.includes(plugin))) throw new Unclear();
  const files = ["server.crt", "server.key"].map((name) => access(`${appRoot(app)}/tls/${name}`));
  return Promise.all(files).then(
    () => true,
    () => false,
  );
}
