// The last log lines of the containers of a failed rollout: one pod per process type, and no more pods than anybody reads.
import { statusOf } from "../../core/diagnose/container-status.ts";
import type { Finding } from "../../core/diagnose/evidence.ts";
import type { LastLogs } from "../../core/diagnose/words.ts";
import { splitLogLine } from "../../core/logs.ts";
import type { Place } from "../../core/model/cluster.ts";
import { readTail } from "../../edge/kube/logs.ts";

const LINES = 50;
const PODS = 3;

/** Nothing for a container that never ran. */
export async function readLastLogs(findings: readonly Finding[], place: Place): Promise<readonly LastLogs[]> {
  const wanted = [...new Map(findings.filter(({ pod }) => pod !== null).map((one) => [one.type, one])).values()];
  const read = await Promise.all(wanted.slice(0, PODS).map((finding) => wordsOf(finding, place)));
  return read.filter(({ lines }) => lines.length > 0);
}

async function wordsOf({ type, pod, container }: Finding, place: Place): Promise<LastLogs> {
  const name = pod?.metadata.name ?? "";
  const { state, lastState } = (pod && statusOf(pod, container)) ?? {};
  const died = state?.terminated !== undefined || lastState?.terminated !== undefined;
  if (container === null || !(died || state?.running)) return { pod: name, type, lines: [] };
  // The one that runs now may be the next, which has said nothing yet.
  const previous = state?.terminated === undefined && lastState?.terminated !== undefined;
  const { lines } = await readTail({ place, pod: name, container, previous }, LINES);
  return { pod: name, type, lines: lines.map((line) => Buffer.from(splitLogLine(line).text, "latin1").toString()) };
}
