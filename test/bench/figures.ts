// The list of figures: key, what it must reach, what it is. Table and JSON derive from it.

export interface Figure {
  readonly key: string;
  /** The highest value that is good; null where a figure is only told. */
  readonly limit: number | null;
  readonly meaning: string;
}

export const SIZES = [1, 5, 20] as const;
export const MOST = 20;

const perSize = (figure: (size: number) => Figure) => SIZES.map(figure);
const types = (size: number) => `${size} process type${size === 1 ? "" : "s"}`;

export const SECTIONS: Readonly<Record<string, readonly Figure[]>> = {
  guard: [{ key: "guard_ratio", limit: 1.5, meaning: "our wrapper for another scheduler's app / bash -c :" }],
  start: [
    { key: "start_ratio", limit: 2, meaning: "scheduler-kubernetes:report of one app in the bundle / node -e 0" },
  ],
  deploy: [
    ...perSize((size) => ({
      key: `deploy_ratio_${size}`,
      limit: size === 1 ? 1.4 : 1.25,
      meaning: `scheduler-deploy of ${types(size)} / the same manifests by hand`,
    })),
    ...perSize((size) => ({
      key: `deploy_ratio_real_${size}`,
      limit: null,
      meaning: `the same, each plugn trigger as heavy as on a real Dokku`,
    })),
    ...perSize((size) => ({
      key: `deploy_seconds_${size}`,
      limit: null,
      meaning: `median time of that scheduler-deploy, s`,
    })),
  ],
  programs: [
    ...perSize((size) => ({
      key: `deploy_programs_${size}`,
      limit: size === MOST ? 30 : null,
      meaning: `programs executed by scheduler-deploy of ${types(size)}`,
    })),
    ...perSize((size) => ({
      key: `plugn_triggers_${size}`,
      limit: 8,
      meaning: `of them plugn triggers that read the app's state`,
    })),
    { key: "cluster_programs", limit: 4, meaning: `of them kubectl and kubedog, at ${types(MOST)}` },
    { key: "show_manifest_programs", limit: 15, meaning: `programs executed by show-manifest at ${types(MOST)}` },
  ],
  memory: [{ key: "peak_memory_mb", limit: 150, meaning: `our process in a deploy of ${types(MOST)}, MB resident` }],
};
