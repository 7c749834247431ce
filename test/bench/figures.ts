// The list of figures: key, what it must reach, what it is. Table and JSON derive from it.

export interface Figure {
  readonly key: string;
  /** The highest value that is good; null where a figure is only told. */
  readonly limit: number | null;
  readonly meaning: string;
}

export const SIZES = [1, 5, 20] as const;
export const MOST = 20;

/** Pods of one process type. */
export const REPLICAS = 1000;

/** Other apps of a server. */
export const COUNTS = [10, 100, 1000] as const;
export const [FEW, SOME, MANY] = COUNTS;

const perSize = (figure: (size: (typeof SIZES)[number]) => Figure) => SIZES.map(figure);
const types = (size: number) => `${size} process type${size === 1 ? "" : "s"}`;

/** Of one command: CPU at each count, what one app more takes, and how that grows. */
const scaled = (name: string, meaning: string, msEach: number | null): readonly Figure[] => [
  ...COUNTS.map((count) => ({
    key: `scale_${name}_${count}`,
    limit: null,
    meaning: `CPU of ${meaning}, ${count} other apps, s`,
  })),
  { key: `scale_${name}_ms_each`, limit: msEach, meaning: "of it for one app more, ms" },
  exponent(name),
];

/** CPU of a deploy, with its kubectl and kubedog, and the memory of our process. */
const deployed = (name: string, meaning: string, ratio: number | null): readonly Figure[] => [
  ...[FEW, MANY].map((count) => ({
    key: `scale_${name}_${count}`,
    limit: null,
    meaning: `CPU of ${meaning}, ${count} other apps, s`,
  })),
  { key: `scale_${name}_ratio`, limit: ratio, meaning: `of it with ${MANY} others / with ${FEW}` },
  { key: `scale_${name}_memory_mb`, limit: 90, meaning: `our process meanwhile, MB resident, ${MANY} other apps` },
];

const exponent = (name: string): Figure => ({
  key: `scale_${name}_exponent`,
  limit: 1,
  meaning: "how it grows: 1 where twice the apps take twice as much",
});

const counted = (name: string, meaning: string, limit: number | null): readonly Figure[] => [
  ...COUNTS.map((count) => ({ key: `scale_${name}_${count}`, limit, meaning: `${meaning}, ${count} other apps` })),
  exponent(name),
];

export const SECTIONS: Readonly<Record<string, readonly Figure[]>> = {
  guard: [{ key: "guard_ratio", limit: 1.5, meaning: "our wrapper for another scheduler's app / bash -c :" }],
  start: [
    { key: "start_ratio", limit: 1.25, meaning: "scheduler-kubernetes:report of one app in the bundle / node -e 0" },
    { key: "start_ratio_set", limit: null, meaning: "scheduler-kubernetes:set of one app / node -e 0" },
    {
      key: "start_ratio_show_manifest",
      limit: null,
      meaning: "scheduler-kubernetes:show-manifest of one app / node -e 0",
    },
  ],
  deploy: [
    ...perSize((size) => ({
      key: `deploy_ratio_${size}`,
      limit: size === MOST ? 1.05 : 1.1,
      meaning: `scheduler-deploy of ${types(size)} / the same manifests by hand`,
    })),
    ...perSize((size) => ({
      key: `deploy_ratio_real_${size}`,
      limit: { 1: 1.2, 5: 1.15, 20: 1.05 }[size],
      meaning: `the same, each plugn trigger as heavy as on a real Dokku`,
    })),
    ...(["", "real_"] as const).flatMap((weight) =>
      perSize((size) => ({
        key: `deploy_ratio_least_${weight}${size}`,
        limit: null,
        meaning: `what it would be if the plugin took no time but node's start: with Dokku's own plugins after a deploy${weight && ", as heavy as on a real Dokku"}`,
      })),
    ),
    ...perSize((size) => ({
      key: `deploy_seconds_${size}`,
      limit: null,
      meaning: `median time of that scheduler-deploy, s`,
    })),
  ],
  overhead: SIZES.flatMap((size) =>
    (["", "real_"] as const).flatMap((weight) => {
      const figure = (name: string, meaning: string, limit: number | null = null): Figure => ({
        key: `${name}_seconds_${weight}${size}`,
        limit,
        meaning: `${meaning}, ${types(size)}${weight && ", triggers as heavy as on a real Dokku"}, s`,
      });
      return [
        figure(
          "overhead",
          "what a deploy takes beyond its pods, from the apply until they are ready",
          weight === "" ? 0.5 : 0.7,
        ),
        figure("before_apply", "of it before the apply begins"),
        figure("after_ready", "of it after the last pod is ready"),
        figure("kubedog_after_ready", "of that, kubedog's own end"),
        figure("dokku_after_ready", "and what Dokku's plugins do after a deploy"),
      ];
    }),
  ),
  programs: [
    ...perSize((size) => ({
      key: `deploy_programs_${size}`,
      limit: size === MOST ? 30 : null,
      meaning: `programs executed by scheduler-deploy of ${types(size)}`,
    })),
    ...perSize((size) => ({
      key: `plugn_triggers_${size}`,
      limit: 2,
      meaning: `of them plugn triggers that read the app's state`,
    })),
    { key: "node_starts", limit: 1, meaning: `node in all of a deploy of ${types(MOST)}, Dokku's triggers included` },
    {
      key: "cluster_programs",
      limit: 6,
      meaning: `of them kubectl and kubedog, at ${types(MOST)}, two for old config and one for the progress after 3 s`,
    },
    { key: "show_manifest_programs", limit: 6, meaning: `programs executed by show-manifest at ${types(MOST)}` },
  ],
  validate: [
    { key: "validate_ms", limit: 30, meaning: "a release of 20 objects held against schemas and rules, warm, ms" },
    {
      key: "validators_bytes_loaded",
      limit: null,
      meaning: "bytes of schemas read for it, of which only what its kinds are made of is parsed",
    },
    {
      key: "agree",
      limit: null,
      meaning: "of some 4,000 objects with one field broken: our verdict is the API server's",
    },
    { key: "missed", limit: 80, meaning: "of them it refuses and we do not" },
    { key: "wrongly_refused", limit: 0, meaning: "of them we refuse and it does not" },
  ],
  status: [
    { key: "status_calls", limit: 4, meaning: `kubectl in scheduler-kubernetes:status of ${types(5)}` },
    { key: "status_seconds", limit: 1, meaning: "median time of it, s" },
  ],
  doctor: [
    { key: "doctor_calls", limit: 2, meaning: `kubectl in scheduler-kubernetes:doctor of ${types(5)}` },
    { key: "doctor_seconds", limit: 3, meaning: "median time of it, s" },
  ],
  plan: [{ key: "plan_seconds", limit: null, meaning: `median time of scheduler-kubernetes:plan of ${types(5)}, s` }],
  memory: [{ key: "peak_memory_mb", limit: 150, meaning: `our process in a deploy of ${types(MOST)}, MB resident` }],
  scale: [
    ...scaled(
      "show_manifest",
      "show-manifest, the others in its namespace: the Ingress that they share is in it",
      null,
    ),
    ...scaled("show_manifest_spread", "show-manifest, the others in 50 namespaces", 0.05),
    ...scaled("show_manifest_contexts", "show-manifest, the others in its namespace, by the name of a context", null),
    ...scaled("show_manifest_original", "show-manifest, the others as the original plugin left them", 10),
    ...scaled("report", "the report of all apps", 0.5),
    ...deployed("deploy", "a deploy of 1 process type, the others in its namespace", null),
    ...deployed("deploy_spread", "a deploy of 1 process type, the others in 50 namespaces", 1.1),
    ...counted("memory_mb", "our process in show-manifest, MB resident", 90),
    ...counted("history_bytes", "a release in the history, bytes", 20_000),
    {
      key: "scale_silent_seconds",
      limit: 10,
      meaning: `the status of ${SOME} apps, one after the other, from an API server that never answers, s`,
    },
  ],
  replicas: [
    {
      key: "scale_apps_deploy_ratio",
      limit: 1.1,
      meaning: "CPU of a deploy beside 200 apps of 5 pods in its namespace / before these pods came",
    },
    { key: "scale_apps_status_seconds", limit: null, meaning: "the status of all of them, s" },
    { key: "scale_replicas_seconds", limit: null, meaning: `a deploy that replaces ${REPLICAS} pods, s` },
    { key: "scale_replicas_memory_mb", limit: 120, meaning: "our process meanwhile, MB resident" },
    { key: "scale_replicas_kubedog_mb", limit: null, meaning: "kubedog's, MB resident" },
    { key: "scale_replicas_kubectl", limit: null, meaning: "kubectl meanwhile" },
  ],
  reliability: [
    {
      key: "ingress_requests",
      limit: null,
      meaning: "requests through the Ingress during take-over, 5 deploys, 3 config changes, 2 scales, rollback",
    },
    { key: "ingress_failed_requests", limit: 0, meaning: "of them failed" },
    {
      key: "gateway_requests",
      limit: null,
      meaning: "through the Gateway, from the Ingress to it and back, during the same",
    },
    { key: "gateway_failed_requests", limit: 0, meaning: "of them failed" },
    { key: "service_requests", limit: null, meaning: "through the Service, from a pod, during all of it" },
    { key: "service_failed_requests", limit: 0, meaning: "of them failed" },
    {
      key: "asked_again",
      limit: null,
      meaning: "of all these sent twice, as the connection kept from the one before had just been closed",
    },
    { key: "kill_points", limit: null, meaning: "points at which a deploy was struck down by a signal" },
    { key: "kill_failed_requests", limit: 0, meaning: "requests that failed meanwhile" },
    {
      key: "kill_points_left_behind",
      limit: 0,
      meaning: "points after which a lock, a temporary file or a process was left",
    },
    {
      key: "diverged",
      limit: 0,
      meaning: "points after which the next deploy ended with other objects than an undisturbed one",
    },
    { key: "rounds", limit: null, meaning: "times that 20 apps of one namespace were deployed side by side" },
    { key: "canary_requests", limit: null, meaning: "requests while a release that answers none was a canary of 20%" },
    { key: "canary_failed_percent", limit: 20, meaning: "of them failed, %" },
    { key: "lost_hosts", limit: 0, meaning: "host names that were not in the shared Ingress after a round" },
  ],
};
