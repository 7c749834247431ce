// Which release of an app runs, and which one failed last.
import type { ReleaseRecord } from "../model/record.ts";
import { type History, lastGood } from "../plan/history.ts";
import type { FailedRelease, ReleaseStatus } from "./status.ts";

export function releaseOf(record: ReleaseRecord, history: History): ReleaseStatus {
  const last = history.at(-1);
  const good = lastGood(history);
  return {
    number: good?.number ?? last?.returnedTo ?? null,
    time: good?.startedAt ?? record.deployedAt,
    image: good?.record.image.reference ?? record.image.reference,
    revision: good?.revision ?? null,
    command: good?.command ?? null,
    by: good?.by ?? null,
    unfinished: last?.outcome === "unfinished" ? last.number : null,
  };
}

/** `report` is that of the last failed deploy, which may be of none or another release: `TIME what was done`, then why. */
export function failedRelease(history: History, report: string | null): FailedRelease | null {
  const failed = history.findLast(({ outcome }) => outcome === "failed");
  if (failed === undefined) return null;
  const [first = "", ...reasons] = (report ?? "").split("\n");
  const [time = ""] = first.split(" ");
  const next = history.find(({ number }) => number > failed.number);
  const isAboutIt = time >= failed.startedAt && (next === undefined || time <= next.startedAt);
  const [why = null] = isAboutIt ? reasons.filter((line) => line.trim() !== "") : [];
  return { number: failed.number, time: failed.startedAt, why };
}
