// Kinds that a cluster may not know. kubectl would apply all other objects of a list and then fail.
import { SchedulerError } from "../errors.ts";
import type { Manifest, Ref } from "../model/manifest.ts";

const EVERYWHERE: readonly string[] = [
  "v1",
  "apps/v1",
  "autoscaling/v2",
  "batch/v1",
  "networking.k8s.io/v1",
  "policy/v1",
  "rbac.authorization.k8s.io/v1",
];

/** Whether there are clusters that do not serve its API version. */
export function isCustom({ apiVersion }: Pick<Ref, "apiVersion">): boolean {
  return !EVERYWHERE.includes(apiVersion);
}

/** Null when all are served. */
export function unserved(
  app: string,
  manifests: readonly Manifest[],
  served: ReadonlySet<string>,
): SchedulerError | null {
  const unknown = manifests.filter(({ ref }) => isCustom(ref) && !served.has(ref.apiVersion));
  if (unknown.length === 0) return null;
  const isCertManager = unknown.some(({ ref }) => ref.apiVersion.startsWith("cert-manager.io/"));
  return new SchedulerError(
    "APPLY_REFUSED",
    `apply ${manifests.length} objects of ${app}`,
    [
      ...unknown.map(
        ({ ref, source }) => `the cluster does not know ${ref.apiVersion} ${ref.kind} (${source.template})`,
      ),
      ...(isCertManager ? ["cert-manager is not installed there"] : []),
      "nothing was applied",
    ],
    isCertManager
      ? `install it (https://cert-manager.io/docs/installation), or: dokku scheduler-kubernetes:set ${app} cert-manager-enabled false`
      : "install what provides these kinds, or remove the templates",
  );
}
