// Follows objects as they change: one kubectl for as long as it lasts, one event a line.
import { setTimeout as sleep } from "node:timers/promises";
import { SchedulerError } from "../../core/errors.ts";
import { type Cluster, kubectlFlags } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { readLines } from "../exec.ts";
import { getRaw } from "./kubectl.ts";

interface Identified {
  readonly uid: string;
  readonly resourceVersion: string;
}

interface List {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly KubeObject[];
}

/** Milliseconds before a connection that broke is made anew, and how often in a row before the cluster counts as away. */
const PAUSE = 1_000;
const TRIES = 60;

/**
 * Calls `changed` with all objects below an API path that carry the labels, at first and after each change, until `end`.
 * Throws as `getRaw` does when the first listing fails, later only when the cluster stays away for a minute.
 */
export async function watch(
  doing: string,
  path: string,
  selector: string,
  cluster: Cluster,
  changed: (objects: readonly KubeObject[]) => void,
  end: AbortSignal,
): Promise<void> {
  const url = `${path}?labelSelector=${encodeURIComponent(selector)}`;
  let { items, metadata } = (await getRaw(doing, url, cluster)) as List;
  while (!end.aborted) {
    const there = new Map(items.map((object) => [uid(object), object]));
    changed([...there.values()]);
    const from = `${url}&watch=true&resourceVersion=${metadata.resourceVersion}`;
    await readLines(
      "kubectl",
      [...kubectlFlags(cluster), "get", "--raw", from],
      (line) => {
        const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: KubeObject };
        // ERROR: the version is too old to go on from. The connection ends, and the next one begins with a list.
        if (type === "ERROR") return;
        if (type === "DELETED") there.delete(uid(object));
        else there.set(uid(object), object);
        changed([...there.values()]);
      },
      end,
    );
    if (!end.aborted) ({ items, metadata } = await again(doing, url, cluster, end));
  }
}

async function again(doing: string, url: string, cluster: Cluster, end: AbortSignal): Promise<List> {
  for (let tries = 1; ; tries += 1) {
    await sleep(PAUSE, null, { signal: end }).catch(() => null);
    try {
      return (await getRaw(doing, url, cluster)) as List;
    } catch (error) {
      const isAway = error instanceof SchedulerError && error.code === "CLUSTER_UNREACHABLE";
      if (!isAway || tries >= TRIES || end.aborted) throw error;
    }
  }
}

const uid = ({ metadata }: KubeObject) => (metadata as object as Identified).uid;
