// Stops before anything is applied when the cluster lacks a kind, or has it for all namespaces at once. Apps without kinds of their own pay nothing.
import type { Cluster } from "../../core/model/cluster.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { clusterWide, isCustom, isUnknown, unserved } from "../../core/plan/custom.ts";
import { servedKinds, servedVersions } from "../../edge/kube/kubectl.ts";
import { readSchemas } from "../../edge/schemas.ts";

/** Throws APPLY_REFUSED, MANIFEST_INVALID. */
export async function mustBeServed(app: string, manifests: readonly Manifest[], cluster: Cluster): Promise<void> {
  const schemas = await readSchemas({ name: app, versions: null }, manifests);
  const refs = manifests.map(({ ref }) => ref);
  const served: ReadonlySet<string> = refs.some(isCustom) ? await servedVersions(cluster) : new Set();
  const unknown = refs.filter((ref) => isUnknown(ref, schemas) && (!isCustom(ref) || served.has(ref.apiVersion)));
  const versions = [...new Set(unknown.map(({ apiVersion }) => apiVersion))];
  const kinds = (await Promise.all(versions.map((version) => servedKinds(version, cluster)))).flat();
  const error = unserved(app, manifests, served, kinds, schemas) ?? clusterWide(app, manifests, kinds, schemas);
  if (error !== null) throw error;
}
