// The last releases of an app: which are kept, which one is good, which one to roll back to.
import { SchedulerError } from "../errors.ts";
import type { PastRelease } from "../model/past-release.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { secretsOf } from "./secrets.ts";

/** Oldest first. */
export type History = readonly PastRelease[];

const KEPT = 10;

export function nextNumber(history: History): number {
  return (history.at(-1)?.number ?? 0) + 1;
}

/** The newest ones, and the newest good one however many failed since. */
export function kept(history: History): History {
  const good = lastGood(history);
  return history.filter((release, index) => index >= history.length - KEPT || release === good);
}

export function lastGood(history: History): PastRelease | null {
  return history.findLast(({ outcome }) => outcome === "deployed") ?? null;
}

/** The newest one, however it ended, unless the automatic rollback brought an earlier one back. */
export function running(history: History): PastRelease | null {
  const last = history.at(-1) ?? null;
  return last?.returnedTo === null ? last : lastGood(history);
}

/** Names of the Secrets that pods of these releases need. */
export function secretsNamed(history: History): readonly string[] {
  return [...new Set(history.flatMap(({ manifests }) => manifests.flatMap(({ object }) => secretsOf(object))))];
}

/** Names of the Secrets that an app has in the cluster. */
export function secretsRecorded({ objects }: ReleaseRecord): readonly string[] {
  return objects.filter(({ kind }) => kind === "Secret").map(({ name }) => name);
}

/**
 * What `:rollback` restores: the release of that number, or the newest good one before the current one. After a rollback
 * that is one before what it went back to, so that every further one goes further back. Throws NO_SUCH_OBJECT.
 */
export function rollbackTarget(app: string, history: History, wanted: number | null): PastRelease {
  const good = history.filter(({ outcome }) => outcome === "deployed");
  const current = running(history);
  const runs = current?.outcome === "deployed" ? numberOf(current) : (current?.number ?? 0);
  const target =
    wanted === null ? good.findLast(({ number }) => number < runs) : good.find(({ number }) => number === wanted);
  if (target !== undefined) return target;
  const found = history.find(({ number }) => number === wanted);
  const because =
    history.length === 0
      ? "it has no releases yet"
      : wanted === null
        ? "there is no good release before the current one"
        : found === undefined
          ? `there is no release ${wanted}`
          : `release ${wanted} cannot be used: its outcome is ${found.outcome}`;
  const known = good.length === 0 ? [] : [`it can be rolled back to: ${good.map(({ number }) => number).join(", ")}`];
  throw new SchedulerError(
    "NO_SUCH_OBJECT",
    `roll ${app} back${wanted === null ? "" : ` to release ${wanted}`}`,
    [because, ...known],
    `see: dokku scheduler-kubernetes:history ${app}`,
  );
}

const numberOf = (release: PastRelease) => release.rollbackTo ?? release.number;
