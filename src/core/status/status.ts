// How an app is, in one place: what `:status --format json` prints. docs/status.md says what each field means.

export interface AppStatus {
  readonly app: string;
  readonly state: State;
  /** Null for the default cluster. */
  readonly cluster: string | null;
  readonly namespace: string;
  readonly release: ReleaseStatus | null;
  readonly failed: FailedRelease | null;
  readonly processes: readonly ProcessStatus[];
  readonly urls: readonly UrlStatus[];
  readonly cron: readonly CronStatus[];
  readonly runs: readonly RunStatus[];
  readonly claims: readonly ClaimStatus[];
  readonly problems: readonly Problem[];
  /** What could not be read, and why. */
  readonly unknown: readonly string[];
}

/** The worst first. */
export const STATES = ["down", "unknown", "degraded", "running", "stopped", "not deployed"] as const;

export type State = (typeof STATES)[number];

export interface ReleaseStatus {
  /** Null where the history does not tell. */
  readonly number: number | null;
  /** ISO 8601. */
  readonly time: string | null;
  readonly image: string;
  readonly revision: string | null;
  readonly command: string | null;
  readonly by: string | null;
  /** The number of one that was begun since and has not ended; null when there is none. */
  readonly unfinished: number | null;
}

export interface FailedRelease {
  readonly number: number;
  readonly time: string;
  /** Null when that is no longer known. */
  readonly why: string | null;
}

export interface ProcessStatus {
  readonly process: string;
  readonly wanted: number;
  readonly ready: number;
  readonly updated: number;
  readonly restarts: number;
  readonly last_restart: { readonly time: string | null; readonly reason: string } | null;
  /** Of all its pods together; null where no metrics are served. */
  readonly cpu: Usage | null;
  readonly memory: Usage | null;
  /** When its oldest pod was made; null when it has none. */
  readonly since: string | null;
  /** Node -> number of pods. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly autoscaler: AutoscalerStatus | null;
}

export interface Usage {
  /** CPUs, or bytes. */
  readonly now: number;
  /** Null when there is none. */
  readonly limit: number | null;
}

export interface AutoscalerStatus {
  readonly now: number;
  readonly wanted: number;
  readonly min: number;
  readonly max: number;
  /** `cpu 35% of 80%` */
  readonly metrics: readonly string[];
}

export interface UrlStatus {
  readonly url: string;
  /** Whether the Ingress has a rule for it; null when that could not be read. */
  readonly routed: boolean | null;
  readonly certificate: CertificateStatus | null;
}

export interface CertificateStatus {
  readonly secret: string;
  /** ISO 8601; null when that is not known. */
  readonly expires: string | null;
  readonly days_left: number | null;
  /** Why there is none yet; null when there is. */
  readonly problem: string | null;
}

export interface CronStatus {
  readonly id: string;
  readonly schedule: string;
  readonly time_zone: string;
  readonly command: string;
  readonly suspended: boolean;
  readonly running: number;
  /** ISO 8601; null while it is suspended, and when that is not known. */
  readonly next: string | null;
  readonly last: { readonly time: string; readonly outcome: "succeeded" | "failed" } | null;
}

export interface RunStatus {
  readonly name: string;
  readonly state: string;
  readonly command: string;
  readonly created_at: string;
}

export interface ClaimStatus {
  readonly claim: string;
  /** Null for one that docker options name. */
  readonly path: string | null;
  /** Kubernetes' word, `Bound`; `missing`, or `unknown` when it could not be read. */
  readonly status: string;
  readonly size: string | null;
}

export interface Problem {
  /** The process type, or what else it is about. */
  readonly about: string;
  readonly says: string;
  readonly helps: string | null;
}
