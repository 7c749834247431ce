// Stops before anything is applied when an object of that name is another app's, somebody else's, or another Dokku server's, or when another app
// has the TCP listener.
import type { Cluster } from "../../core/model/cluster.ts";
import type { KubeObject, Manifest } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { foreign } from "../../core/plan/foreign.ts";
import { ownedByOthers } from "../../core/plan/ownership.ts";
import { otherTcpRoutes, takenListener } from "../../core/plan/taken-listener.ts";
import { getAll } from "../../edge/kube/kubectl.ts";
import { readServerId } from "../../edge/server-id.ts";

/** `live` are those that are in the cluster, read with their managed fields, `records` those of all apps there. Throws MANIFEST_INVALID. */
export async function mustOwn(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  records: ReadonlyMap<string, ReleaseRecord>,
  cluster: Cluster,
): Promise<void> {
  const routes = otherTcpRoutes(app, manifests, records);
  const others = await getAll("look for the TCPRoutes of other apps", routes, cluster);
  const error =
    ownedByOthers(app, manifests, records) ??
    foreign(app, manifests, live, await readServerId()) ??
    takenListener(app, manifests, others);
  if (error !== null) throw error;
}
