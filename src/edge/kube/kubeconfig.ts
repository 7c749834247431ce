// What a kubeconfig says of its clusters. Nothing else of it is read into messages: it holds credentials.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { type Cluster, isNamedAs } from "../../core/model/cluster.ts";
import { at, list } from "../../core/model/read.ts";

interface Kubeconfig {
  /** Address of the API server by context. */
  readonly servers: ReadonlyMap<string, string>;
  readonly current: string;
}

/** Whether both are one cluster: the same kubeconfig and context, or others with the same API server. */
export function isSameCluster(one: Cluster, other: Cluster): boolean {
  if (isNamedAs(one, other)) return true;
  const server = serverOf(one);
  return server !== null && server === serverOf(other);
}

/** Null when the kubeconfig does not tell. */
export function serverOf({ kubeconfig, context }: Cluster): string | null {
  try {
    const { servers, current } = read(kubeconfig);
    return servers.get(context ?? current) || null;
  } catch {
    return null;
  }
}

/** Why no call could reach the cluster, as far as the kubeconfig tells; null when it does not. */
export function whyUnusable({ kubeconfig, context }: Cluster): string | null {
  const file = kubeconfig ?? "the kubeconfig";
  try {
    const { servers } = read(kubeconfig);
    if (context === null || servers.has(context)) return null;
    return `${file} has no context ${context}; it has: ${[...servers.keys()].join(", ") || "none"}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return `there is no file ${file}`;
    if (code === "EACCES" || code === "EPERM")
      return `${file} cannot be read by ${process.env.DOKKU_SYSTEM_USER || "dokku"}`;
    // A parser's message repeats the line that is wrong.
    return `${file} is not a kubeconfig`;
  }
}

/** Throws the file system's error, or anything for a file that is not a kubeconfig. */
function read(kubeconfig: string | null): Kubeconfig {
  const files = kubeconfig === null ? defaultFiles() : [kubeconfig];
  const parts = files.map((file) => load(readFileSync(file, "utf8")));
  if (parts.some((part) => typeof part !== "object" || part === null)) throw new Error("not an object");
  // As kubectl merges several files: the first one that names a thing wins.
  const entries = (key: string) => parts.flatMap((part) => list(at(part, key))).reverse();
  const clusters = new Map(entries("clusters").map((one) => [at(one, "name"), at(one, "cluster", "server")]));
  return {
    servers: new Map(
      entries("contexts").map((one) => [
        String(at(one, "name")),
        String(clusters.get(at(one, "context", "cluster")) ?? ""),
      ]),
    ),
    current: String(parts.map((part) => at(part, "current-context")).find((name) => name) ?? ""),
  };
}

function defaultFiles(): readonly string[] {
  const listed = (process.env.KUBECONFIG ?? "").split(":").filter((file) => file !== "");
  return listed.length > 0 ? listed : [join(homedir(), ".kube", "config")];
}
