// The log of one container through kubectl, line by line.

import type { Instance } from "../../core/logs.ts";
import type { Place } from "../../core/model/cluster.ts";
import { readLines } from "../exec.ts";
import { flagsOf } from "./kubeconfig.ts";

export interface LogRequest {
  readonly place: Place;
  readonly pod: string;
  readonly container: Instance["container"];
  /** The container before the one that is there now. */
  readonly previous?: boolean;
  /** The number of lines to begin with; null for all. */
  readonly tail: number | null;
  /** ISO 8601; null from the beginning. */
  readonly since: string | null;
  /** Goes on until the container ends. */
  readonly follow: boolean;
}

/** A pod or a container that was removed: nothing of its log is left, so that it is read to its end. */
const GONE = /pods ".*" not found|unable to retrieve container logs for/;

/** Each line begins with its time. Null when it was read to its end, else why not, in kubectl's or the kubelet's words. */
export async function readLog(
  { place, pod, container, previous, tail, since, follow }: LogRequest,
  onLine: (line: string) => Promise<void> | void,
  end?: AbortSignal,
): Promise<string | null> {
  const args = [
    ...flagsOf(place.cluster),
    ...["logs", pod, "-c", container, "-n", place.namespace, "--timestamps"],
    ...(tail === null ? [] : ["--tail", String(tail)]),
    ...(since === null ? [] : ["--since-time", since]),
    ...(previous ? ["--previous"] : []),
    ...(follow ? ["--follow"] : []),
  ];
  let failed: string | null = null;
  const timed = (line: string) => {
    if (/^\d{4}-/.test(line)) return onLine(line);
    // The kubelet says in the log itself why it cannot continue reading, without a time.
    failed = line;
  };
  const { exitCode, stderr } = await readLines("kubectl", args, timed, end);
  if (exitCode !== 0) failed = stderr.trim();
  return failed === null || GONE.test(failed) ? null : failed;
}

/** The kubelet counts the pieces of a long line as lines of its tail; runtimes cut a line into pieces of this many bytes or more. */
const PIECE = 4_096;

/** The last lines, each of them whole, and why there are no more of them; `count` null is all. */
export async function readTail(
  where: Pick<LogRequest, "place" | "pod" | "container" | "previous">,
  count: number | null,
  end?: AbortSignal,
): Promise<{ readonly lines: readonly string[]; readonly failed: string | null }> {
  const tail = count === null ? null : 2 * count + 64;
  const lines: string[] = [];
  const request = { ...where, tail, since: null, follow: false };
  const failed = await readLog(request, (line) => void lines.push(line), end);
  if (count === null || tail === null) return { lines, failed };
  const bytes = lines.reduce((sum, { length }) => sum + length, 0);
  // Otherwise the first of them may be the end of a line that began before.
  const areWhole = lines.length > count || lines.length + bytes / PIECE < tail;
  const read = areWhole ? { lines, failed } : await readTail(where, null, end);
  return { ...read, lines: read.lines.slice(-count) };
}
