// What a kubeconfig says of its clusters, and which ones are used at all: kubectl runs the programs that a kubeconfig names. Nothing else of
// it gets into messages: it holds credentials.
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { validators } from "../../../schemas/file-validators.js";
import { SchedulerError } from "../../core/errors.ts";
import { type Cluster, isNamedAs, kubectlFlags } from "../../core/model/cluster.ts";
import { at, list } from "../../core/model/read.ts";
import { issuesOf } from "../../core/validate/schema-issues.ts";
import { dokkuRoot, SITE_KUBECONFIGS } from "../dokku/paths.ts";
import { explained, ownerOf, userName } from "../system.ts";

interface Kubeconfig {
  /** Address of the API server by context. */
  readonly servers: ReadonlyMap<string, string>;
  readonly current: string;
  /** What is said of the user, by context: credentials. */
  readonly users: ReadonlyMap<string, unknown>;
}

/** Why a kubeconfig is of no use, and what helps. */
export interface Unusable {
  readonly because: string;
  readonly next: string | null;
}

class UnusableError extends Error implements Unusable {
  readonly because: string;
  readonly next: string | null;
  constructor(because: string, next: string | null = null) {
    super(because);
    this.because = because;
    this.next = next;
  }
}

/** Bytes. */
const MOST = 1024 * 1024;

/** Where a kubeconfig that is named may lie: what is there was put there by the admin, which no app and no command of Dokku does. */
const folders = () => [join(dokkuRoot(), ".kube"), SITE_KUBECONFIGS];

/** Whether both are one cluster: the same words, or the same API server by other words. */
export function isSameCluster(one: Cluster, other: Cluster): boolean {
  if (isNamedAs(one, other)) return true;
  const server = serverOf(one);
  return server !== null && server === serverOf(other);
}

/** The records of all apps are asked about: each kubeconfig is parsed once. */
const read = new Map<string | null, Kubeconfig | null>();

/** Null when the kubeconfig does not tell. */
export function serverOf({ kubeconfig, context }: Cluster): string | null {
  const known = read.get(kubeconfig);
  const config = known === undefined ? readOrNull(kubeconfig) : known;
  read.set(kubeconfig, config);
  return config?.servers.get(context ?? config.current) || null;
}

function readOrNull(kubeconfig: string | null): Kubeconfig | null {
  try {
    return parsed(kubeconfig);
  } catch {
    return null;
  }
}

/** The file that kubectl reads. */
export function fileOf({ kubeconfig }: Cluster): string {
  return kubeconfig ?? defaultFile();
}

/** What it says of the user, which are credentials: for who tells nothing but how long they last. Null when it does not tell. */
export function userOf({ kubeconfig, context }: Cluster): unknown {
  try {
    const { users, current } = parsed(kubeconfig);
    return users.get(context ?? current) ?? null;
  } catch {
    return null;
  }
}

/** Why no call could reach the cluster, as far as the kubeconfig tells; null when it does not. `isDone` where no context is named afterwards. */
export function whyUnusable({ kubeconfig, context }: Cluster, isDone = true): Unusable | null {
  try {
    const { servers, current } = parsed(kubeconfig);
    const file = kubeconfig ?? defaultFile();
    const wanted = context ?? current;
    if (servers.get(wanted) || (context === null && !isDone)) return null;
    const has = `it has: ${[...servers.keys()].join(", ") || "none"}`;
    if (wanted === "")
      return {
        because: `${file} has no current context; ${has}`,
        next: `dokku scheduler-kubernetes:kubectl --global --kubeconfig=${file} -- config use-context NAME`,
      };
    if (!servers.has(wanted)) return { because: `${file} has no context ${wanted}; ${has}`, next: null };
    return { because: `context ${wanted} of ${file} names no cluster with a server`, next: null };
  } catch (thrown) {
    const error = explained(thrown);
    if (error instanceof UnusableError) return error;
    if (error instanceof SchedulerError)
      return { because: [error.doing, ...error.because].join(": "), next: error.next };
    throw error;
  }
}

/** kubectl's options for a cluster. Throws BAD_PROPERTY for a kubeconfig that an app could have written. */
export function flagsOf(cluster: Cluster): readonly string[] {
  if (cluster.kubeconfig !== null) mustBeTrusted(cluster.kubeconfig);
  return kubectlFlags(cluster);
}

/** Throws BAD_PROPERTY. One that has gone is left to kubectl. */
export function mustBeTrusted(kubeconfig: string): void {
  try {
    closeSync(openTrusted(kubeconfig));
  } catch (error) {
    if (error instanceof UnusableError)
      throw new SchedulerError("BAD_PROPERTY", `use the kubeconfig ${kubeconfig}`, [error.because], error.next);
  }
}

/** Throws what the file system says, UnusableError for a file that is not a kubeconfig or not to be trusted. */
function parsed(kubeconfig: string | null): Kubeconfig {
  const part = kubeconfig === null ? readDefault() : parse(kubeconfig, openTrusted(kubeconfig));
  const [wrong] = kubeconfig === null ? [] : issuesOf(validators.kubeconfig, part);
  if (wrong !== undefined) throw new UnusableError(`${kubeconfig} is not a kubeconfig: ${wrong.path} ${wrong.message}`);
  // As for kubectl the first entry of a name wins.
  const entries = (key: string) => [...list(at(part, key))].reverse();
  const clusters = new Map(entries("clusters").map((one) => [at(one, "name"), at(one, "cluster", "server")]));
  const users = new Map(entries("users").map((one) => [at(one, "name"), at(one, "user")]));
  const contexts = entries("contexts").map((one) => [String(at(one, "name")), at(one, "context")] as const);
  return {
    servers: new Map(contexts.map(([name, context]) => [name, String(clusters.get(at(context, "cluster")) ?? "")])),
    users: new Map(contexts.map(([name, context]) => [name, users.get(at(context, "user"))])),
    current: String(at(part, "current-context") ?? ""),
  };
}

function readDefault(): unknown {
  const file = defaultFile();
  try {
    return parse(file, open(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const copy = `sudo install -D -m 0600 -o ${userName()} -g ${userName()} KUBECONFIG ${file}`;
    throw new UnusableError(
      `there is not a kubeconfig: ${userName()} has no file ${file}`,
      `put the one of your cluster there: ${copy}`,
    );
  }
}

function parse(file: string, descriptor: number): unknown {
  try {
    const data = load(readFileSync(descriptor, "utf8"));
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data;
    throw new UnusableError(`${file} is not a kubeconfig: it is no map`);
  } catch (error) {
    // The words of a parser repeat the line that is wrong.
    const line = at(error, "mark", "line");
    if (typeof line !== "number") throw error;
    throw new UnusableError(`${file} is not a kubeconfig: its line ${line + 1} is no YAML`);
  } finally {
    closeSync(descriptor);
  }
}

/** A named one. Throws UnusableError unless the admin has put it there. */
function openTrusted(kubeconfig: string): number {
  const mine = folders();
  const isIn = (path: string, folder: string) => resolve(path).startsWith(`${folder}/`);
  if (!mine.some((folder) => isIn(kubeconfig, folder))) throw outside(kubeconfig);
  const real = realpathSync(kubeconfig);
  const home = mine.map(realOf).find((folder) => folder !== null && isIn(real, folder));
  if (home == null) throw outside(kubeconfig);
  for (const path of [home, dirname(real), real]) mustBeSafe(path);
  return open(real);
}

function realOf(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}

function outside(kubeconfig: string): UnusableError {
  const [home = ""] = folders();
  const file = join(home, kubeconfig.split("/").at(-1) ?? "");
  return new UnusableError(
    `${kubeconfig} is in none of the folders that kubeconfigs are taken from: ${folders().join(", ")}`,
    `if it is yours: sudo install -D -m 0600 -o ${userName()} -g ${userName()} ${kubeconfig} ${file}`,
  );
}

/** Nobody but root and Dokku may write it. */
function mustBeSafe(path: string): void {
  const owner = ownerOf(path);
  const owners = ["root", process.env.DOKKU_SYSTEM_USER || "dokku", userName()];
  if (owner !== null && !owners.includes(owner))
    throw new UnusableError(`${path} belongs to ${owner}`, `sudo chown ${userName()}: ${path}`);
  if ((statSync(path).mode & 0o002) !== 0)
    throw new UnusableError(`everybody may write ${path}`, `sudo chmod o-w ${path}`);
}

/** Ends at once, whatever it is. Throws UnusableError for what is no file or too large. */
function open(file: string): number {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const found = fstatSync(descriptor);
  if (found.isFile() && found.size <= MOST) return descriptor;
  closeSync(descriptor);
  throw new UnusableError(
    `${file} is not a kubeconfig: ${found.isFile() ? "it is larger than 1 MiB" : "it is no regular file"}`,
  );
}

/** Where kubectl looks, whose environment names no other file. */
/** The one that kubectl takes by itself. */
export function defaultFile(): string {
  return join(dokkuRoot(), ".kube", "config");
}
