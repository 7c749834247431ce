// What differs between two releases of an app's history.
import { SchedulerError } from "../errors.ts";
import { refOf } from "../model/manifest.ts";
import type { ConfigChange, PastRelease } from "../model/past-release.ts";
import { factsOf } from "../objects/kinds.ts";
import { difference } from "../render/difference.ts";
import { type History, running } from "./history.ts";
import { type ChangedObjects, changedObjects } from "./preview.ts";

interface Pair<T> {
  readonly from: T;
  readonly to: T;
}

export interface ReleaseDifference extends ChangedObjects {
  readonly release: Pair<number>;
  readonly image: Pair<string>;
  /** The commit of the source. */
  readonly revision: Pair<string | null>;
  /** Process type -> scale. */
  readonly scale: Pair<Readonly<Record<string, number>>>;
  /** Names of config keys; null when that cannot be told. */
  readonly config: ConfigChange | null;
}

export function releaseDifference(from: PastRelease, to: PastRelease, config: ConfigChange | null): ReleaseDifference {
  const pair = <T>(read: (release: PastRelease) => T): Pair<T> => ({ from: read(from), to: read(to) });
  // Releases of an earlier version hold those that apps share as well.
  const objects = ({ manifests }: PastRelease) =>
    manifests
      .filter(({ object }) => !factsOf(object.kind).shared)
      .map(({ object }) => ({ ref: refOf(object), object }));
  return {
    release: pair(({ number }) => number),
    image: pair(({ record }) => record.image.reference),
    revision: pair(({ revision }) => revision),
    scale: pair(({ scale }) => scale),
    config,
    ...changedObjects(difference(objects(from), objects(to))),
  };
}

/** The release of that number, the one that runs when it is null. Throws NO_SUCH_OBJECT. */
export function releaseOf(app: string, history: History, number: number | null): PastRelease {
  const found = number === null ? running(history) : history.find((release) => release.number === number);
  if (found) return found;
  throw new SchedulerError(
    "NO_SUCH_OBJECT",
    `compare releases of ${app}`,
    [number === null ? "it has no releases yet" : `the history has no release ${number}`],
    `see: dokku scheduler-kubernetes:history ${app}`,
  );
}
