// What Dokku's triggers answer, out of the files that they answer from: for a backup, which has no triggers, and for a server, where they cost more.

/** Its own way of writing a value between quotes. */
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r" };

/** The config in an ENV file, one `KEY="value"` a line; the number of a line that is none. */
export function readEnvFile(text: string): Readonly<Record<string, string>> | number {
  const lines = text.split("\n");
  const entries: [string, string][] = [];
  for (const [index, line] of lines.entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, key, quoted, plain = ""] =
      /^([A-Za-z_][A-Za-z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"'\\]*))$/.exec(line) ?? [];
    if (key === undefined) return index + 1;
    entries.push([key, quoted?.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter) ?? plain]);
  }
  return Object.fromEntries(entries);
}

export interface StoredPorts {
  /** What `ports:set` wrote. */
  readonly own: readonly string[];
  /** What the build found. */
  readonly detected: readonly string[];
  readonly hasCertificate: boolean;
  /** `proxy-port` and `proxy-ssl-port`, "" where they are not set. */
  readonly proxyPort: string;
  readonly sslPort: string;
}

/** Of those for one scheme and port the first counts. */
export function effectivePorts({ own, detected, hasCertificate, proxyPort, sslPort }: StoredPorts): readonly string[] {
  const found = detected.length > 0 ? detected : [`http:${Number(proxyPort) || 80}:5000`];
  const all = own.length > 0 ? own : hasCertificate ? withHttps(found, Number(sslPort) || 443) : found;
  const keyOf = (port: string) => port.slice(0, port.lastIndexOf(":"));
  return all.filter((port, index) => all.findIndex((other) => keyOf(other) === keyOf(port)) === index);
}

function withHttps(ports: readonly string[], sslPort: number): readonly string[] {
  const plain = ports.filter((port) => port.startsWith("http:80:"));
  if (plain.length === 0) return ports.map((port) => port.replace(/^http:/, "https:"));
  return [...ports, ...plain.map((port) => port.replace("http:80:", `https:${sslPort}:`))];
}

type Values = Readonly<Record<string, string>>;

/** With its slash; Docker's own registry has no name in a reference. */
export function repositoryOn(server: string): string {
  const host = server.replace(/\/$/, "");
  return ["", "docker.io", "hub.docker.com"].includes(host) ? "" : `${host}/`;
}

/** By the registry's properties of the app and the site. */
export function storedReference(app: string, own: Values, site: Values): string {
  const computed = (name: string) => own[name] || site[name] || "";
  const server = repositoryOn(computed("server"));
  const repository =
    own["image-repo"] || computed("image-repo-template").replace("{{ .AppName }}", app) || `dokku/${app}`;
  const tag = computed("push-on-release") === "true" ? own["tag-version"] || "1" : "latest";
  return `${server}${repository}:${tag}`;
}
