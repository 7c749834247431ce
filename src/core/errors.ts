// The one error that stops us on purpose. Anything else that is thrown is our bug.

export type ErrorCode =
  | "BAD_USAGE"
  | "BAD_PROPERTY"
  | "NO_SUCH_APP"
  | "NO_SUCH_OBJECT"
  | "TEMPLATE_BROKEN"
  | "MANIFEST_INVALID"
  | "TOOL_MISSING"
  | "CLUSTER_UNREACHABLE"
  | "APPLY_REFUSED"
  | "RELEASE_TASK_FAILED"
  | "ROLLOUT_FAILED"
  | "LOCKED"
  | "HOOK_FAILED"
  | "BAD_APP"
  | "PLAN_OUTDATED"
  | "FILE_UNUSABLE"
  | "INTERRUPTED";

/**
 * Says what was being done (`apply 4 objects of shop`), why it stopped, and what helps.
 * Only main prints it: `doing` and `because` each on a line of its own, `next` last. `evidence` is kept for `dokku logs:failed`.
 */
export class SchedulerError extends Error {
  readonly code: ErrorCode;
  readonly doing: string;
  readonly because: readonly string[];
  readonly next: string | null;
  readonly evidence: readonly string[];

  constructor(
    code: ErrorCode,
    doing: string,
    because: readonly string[] = [],
    next: string | null = null,
    evidence: readonly string[] = [],
  ) {
    super(doing);
    this.code = code;
    this.doing = doing;
    this.because = because;
    this.next = next;
    this.evidence = evidence;
  }
}

/** An error that stops only what it came of, and is told. Throws all others: an interruption, and faults of ours. */
export function survived(thrown: unknown): SchedulerError {
  if (thrown instanceof SchedulerError && thrown.code !== "INTERRUPTED") return thrown;
  throw thrown;
}

/** What `dokku logs:failed` shows: the words of an error that its evidence holds in full are there once. */
export function fullReport({ doing, because, next, evidence }: SchedulerError, app: string): readonly string[] {
  const reasons = because.filter((line) => !evidence.includes(line));
  const advice = (next?.split("\n") ?? []).filter((line) => !line.includes(`dokku logs:failed ${app}`));
  return [doing, ...reasons, ...advice, ...evidence];
}

/** What tells more than the error does; null where nothing lies between Dokku and the cluster. */
export function seeDoctor({ code, because }: SchedulerError): string | null {
  const isBetween = code === "CLUSTER_UNREACHABLE" || code === "TOOL_MISSING";
  // kubectl has no other sign of rights that are missing, and nothing but this line depends on it.
  const isForbidden = code === "APPLY_REFUSED" && because.some((line) => /\((Forbidden|Unauthorized)\)/.test(line));
  return isBetween || isForbidden ? "what is in its way: dokku scheduler-kubernetes:doctor" : null;
}

/** Dokku's exit code for an app that does not exist is 20, for an interrupted command 130; everything else is 1. */
export function exitCode(error: SchedulerError): number {
  if (error.code === "NO_SUCH_APP") return 20;
  return error.code === "INTERRUPTED" ? 130 : 1;
}
