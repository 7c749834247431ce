// The TCP listener of a Gateway leads to one app: of two routes at it, the older one gets all connections.
import { SchedulerError } from "../errors.ts";
import type { KubeObject, Manifest, Ref } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import type { ReleaseRecord } from "../model/record.ts";

/** The TCPRoutes of other apps, as they were last recorded; none where the release has none itself. */
export function otherTcpRoutes(
  app: string,
  manifests: readonly Manifest[],
  records: ReadonlyMap<string, Pick<ReleaseRecord, "objects">>,
): readonly Ref[] {
  const own = manifests.find(({ ref }) => ref.kind === "TCPRoute");
  // Of another version the cluster may have forgotten the kind.
  const isAlike = ({ kind, apiVersion }: Ref) => kind === own?.ref.kind && apiVersion === own?.ref.apiVersion;
  return [...records].flatMap(([name, { objects }]) => (name === app ? [] : objects.filter(isAlike)));
}

/** Null where none of `others`, TCPRoutes of other apps that are there, is at a listener of the release. */
export function takenListener(
  app: string,
  manifests: readonly Manifest[],
  others: readonly KubeObject[],
): SchedulerError | null {
  const wanted = manifests.flatMap(({ ref, object }) => (ref.kind === "TCPRoute" ? listenersOf(object, ref) : []));
  for (const other of others) {
    const taken = listenersOf(other, other.metadata).find((listener) => wanted.includes(listener));
    const owner = other.metadata.labels?.["app.kubernetes.io/part-of"] ?? other.metadata.name;
    if (taken !== undefined)
      return new SchedulerError(
        "MANIFEST_INVALID",
        `apply ${manifests.length} objects of ${app}`,
        [`${taken} takes the connections of ${owner}`, "nothing was applied"],
        `choose the port of another listener: dokku ports:report ${app}`,
      );
  }
  return null;
}

const listenersOf = (route: KubeObject, { namespace }: { readonly namespace?: string | null }) =>
  list(at(route, "spec", "parentRefs")).map((parent) => {
    const gateway = `${at(parent, "namespace") ?? namespace}/${at(parent, "name")}`;
    return `listener ${at(parent, "sectionName")} of Gateway ${gateway}`;
  });
