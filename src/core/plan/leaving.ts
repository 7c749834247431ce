// A namespace that is being removed: it takes nothing new, and what it has goes.
import { SchedulerError } from "../errors.ts";
import { isTerminating, type KubeObject, key, type Ref, refOf } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";

/** Whether the namespace may be: of what the record has of `refs`, some goes or has gone. */
export function mayBeLeaving(
  refs: readonly Ref[],
  record: Pick<ReleaseRecord, "objects"> | null,
  live: readonly KubeObject[],
): boolean {
  const there = new Set(live.map((object) => key(refOf(object))));
  const known = new Set(record?.objects.map(key));
  return live.some(isTerminating) || refs.some((ref) => known.has(key(ref)) && !there.has(key(ref)));
}

/** Null for one that stays, or that nobody may see. */
export function leaving(app: string, namespace: KubeObject | null): SchedulerError | null {
  if (namespace === null || !isTerminating(namespace)) return null;
  const { name } = namespace.metadata;
  return new SchedulerError(
    "APPLY_REFUSED",
    `deploy ${app} to namespace ${name}`,
    [says(name), "nothing was applied"],
    helps(app),
  );
}

const says = (namespace: string) => `namespace ${namespace} is being removed`;
const helps = (app: string) =>
  `wait until it is gone and deploy again, or choose another: dokku scheduler-kubernetes:set ${app} namespace NAME`;

/** The API server's own sentence, of which it has one for each object. */
const SIGN = /unable to create new content in namespace (\S+) because it is being terminated/;

/** What it said of a write, told once; and what helps. */
export function refusalInShort(lines: readonly string[]): {
  readonly because: readonly string[];
  readonly next: string | null;
} {
  const named = lines.map((line) => SIGN.exec(line)?.[1] ?? null);
  const because = lines.map((line, index) => (named[index] ? says(named[index]) : line));
  return { because: [...new Set(because)], next: named.some((name) => name !== null) ? helps("APP") : null };
}
