// Follows objects as they change: one kubectl for as long as it lasts, one event a line.
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { readLines } from "../exec.ts";
import { flagsOf } from "./kubeconfig.ts";
import { getRaw } from "./kubectl.ts";

interface Identified {
  readonly uid: string;
  readonly resourceVersion: string;
}

interface List {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly KubeObject[];
}

/** Milliseconds before a broken connection is restored. */
const PAUSE = 1_000;

/**
 * Calls `changed` with all objects below an API path that carry the labels, at first and after each change, until `end`.
 * Throws as `getRaw` does, which waits for a cluster that goes away meanwhile.
 */
export async function watch(
  doing: string,
  path: string,
  selector: string,
  cluster: Cluster,
  changed: (objects: readonly KubeObject[]) => void,
  end: AbortSignal,
): Promise<void> {
  const url = at(path, selector);
  let { items, metadata } = (await getRaw(doing, url, cluster)) as List;
  while (!end.aborted) {
    const there = new Map(items.map((object) => [uid(object), object]));
    changed([...there.values()]);
    await events(path, selector, cluster, metadata.resourceVersion, end, (type, object) => {
      if (type === "DELETED") there.delete(uid(object));
      else there.set(uid(object), object);
      changed([...there.values()]);
    });
    await sleep(PAUSE, null, { signal: end }).catch(() => null);
    if (!end.aborted) ({ items, metadata } = (await getRaw(doing, url, cluster)) as List);
  }
}

/**
 * Each change of one object below an API path, until the connection ends or `end` comes. Without a version to go on from, all
 * objects there are come first, as if they were new.
 */
export async function events(
  path: string,
  selector: string,
  cluster: Cluster,
  version: string | null,
  end: AbortSignal,
  onEvent: (type: string, object: KubeObject) => void,
): Promise<void> {
  const from = version === null ? "" : `&resourceVersion=${version}`;
  const args = [...flagsOf(cluster), "get", "--raw", `${at(path, selector)}&watch=true${from}`];
  const onLine = (line: string) => {
    const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: KubeObject };
    // ERROR: the version is too old to go on from. The connection ends, and the caller starts over.
    if (type !== "ERROR") onEvent(type, object);
  };
  await readLines("kubectl", args, onLine, end);
}

const at = (path: string, selector: string) => `${path}?labelSelector=${encodeURIComponent(selector)}`;

const uid = ({ metadata }: KubeObject) => (metadata as object as Identified).uid;
