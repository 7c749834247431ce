// One release of an app in the history: who asked for what, how it ended, and what restores it.
import type { KubeObject } from "./manifest.ts";
import type { ReleaseRecord } from "./record.ts";

/** `unfinished` while it is in progress, and for good when its process was killed. */
export type Outcome = "unfinished" | "deployed" | "failed" | "interrupted";

/** Names of config keys; never their values. */
export interface ConfigChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export interface PastRelease {
  readonly number: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly outcome: Outcome;
  /** The number of the release that was restored after this one failed; null when none was. */
  readonly returnedTo: number | null;
  /** The number of the release that this one is a copy of; null when it came from Dokku. */
  readonly rollbackTo: number | null;
  /** The command that was typed, `ps:restart`, and the name of the SSH key it came with; null when Dokku did not say. */
  readonly command: string | null;
  readonly by: string | null;
  /** The commit of the source; null when there is none. */
  readonly revision: string | null;
  /** Process type -> scale. */
  readonly scale: Readonly<Record<string, number>>;
  /** Against the release before; null when that could not be told. */
  readonly config: ConfigChange | null;
  /** The record as this release left it. */
  readonly record: ReleaseRecord;
  /** All of the app's own objects but Secrets, which hold what no file should: they stay in the cluster as long as a release names them. */
  readonly manifests: readonly { readonly processType: string | null; readonly object: KubeObject }[];
}
