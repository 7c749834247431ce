// Stops before anything is applied when the cluster lacks a custom resource. Apps without any pay nothing.
import type { Cluster } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { isCustom, unserved } from "../../core/plan/custom.ts";
import { servedVersions } from "../../edge/kube/kubectl.ts";

/** Throws APPLY_REFUSED. */
export async function mustBeServed(app: string, manifests: readonly Manifest[], cluster: Cluster): Promise<void> {
  if (!manifests.some(({ ref }) => isCustom(ref))) return;
  const error = unserved(app, manifests, await servedVersions(cluster));
  if (error !== null) throw error;
}
