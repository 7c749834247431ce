// Which Kubernetes a cluster runs, which kubectl asks it, and whether those two go together.

export interface Versions {
  /** `1.35` */
  readonly server: string;
  readonly kubectl: string;
  /** ISO 8601. */
  readonly asked: string;
}

const DAY = 24 * 3_600_000;

type Pair = Pick<Versions, "server" | "kubectl">;

/** `1.35` of `v1.35.0`. */
export const inShort = (version: string) => /^v?(\d+\.\d+)/.exec(version)?.[1] ?? null;

/** `35` of `1.35`. */
export const minorOf = (version: string) => Number(version.split(".")[1]);

/** How many minor versions kubectl is newer than the server, less than 0 when it is older. */
const skewOf = ({ server, kubectl }: Pair) => minorOf(kubectl) - minorOf(server);

/** What `kubectl version -o json` prints; null when a version is not in it. A provider may write `35+`. */
export function versionsIn(output: unknown, asked: string): Versions | null {
  const { clientVersion, serverVersion } = output as Record<string, { major?: string; minor?: string } | undefined>;
  const [kubectl, server] = [clientVersion, serverVersion].map(
    (one) => `${one?.major}.${parseInt(one?.minor ?? "", 10)}`,
  );
  const isKnown = [kubectl, server].every((version) => /^\d+\.\d+$/.test(version ?? ""));
  return isKnown ? { server: server ?? "", kubectl: kubectl ?? "", asked } : null;
}

/** Whether to ask again: once a day, and while something is wrong. */
export function isStale(known: Versions | null, now: number): boolean {
  return known === null || skewed(known) !== null || now - Date.parse(known.asked) > DAY;
}

/** The warning; null when they go together, which is one minor version apart at most (Kubernetes' version skew policy). */
export function skewed(versions: Pair): readonly string[] | null {
  const { server, kubectl } = versions;
  const skew = skewOf(versions);
  if (Math.abs(skew) <= 1) return null;
  const how = skew < 0 ? "older" : "newer";
  return [
    `kubectl ${kubectl} is ${Math.abs(skew)} minor versions ${how} than the cluster's Kubernetes ${server}: one is supported`,
    `install one that fits: sudo KUBECTL_VERSION=v${server}.0 dokku plugin:install-dependencies`,
  ];
}

/** The warning of a server that is older or newer than all schemas: `minor` is the nearest that has some. */
export function schemasOfAnother({ server }: Versions, minor: number): readonly string[] {
  if (minorOf(server) === minor) return [];
  return [
    `there are no schemas of Kubernetes ${server}, which the cluster has: objects are checked with those of 1.${minor}`,
  ];
}
