// Stops before anything is applied when the cluster lacks a custom resource, or has it for all namespaces at once. Apps without any pay nothing.
import type { Cluster } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { clusterWide, isCustom, isOfUnknownScope, unserved } from "../../core/plan/custom.ts";
import { servedKinds, servedVersions } from "../../edge/kube/kubectl.ts";

/** Throws APPLY_REFUSED, MANIFEST_INVALID. */
export async function mustBeServed(app: string, manifests: readonly Manifest[], cluster: Cluster): Promise<void> {
  if (!manifests.some(({ ref }) => isCustom(ref))) return;
  const error = unserved(app, manifests, await servedVersions(cluster));
  if (error !== null) throw error;
  const versions = manifests.flatMap(({ ref }) => (isOfUnknownScope(ref) ? [ref.apiVersion] : []));
  const kinds = await Promise.all([...new Set(versions)].map((version) => servedKinds(version, cluster)));
  const wide = clusterWide(app, manifests, kinds.flat());
  if (wide !== null) throw wide;
}
