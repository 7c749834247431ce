// Objects with a name that we need but that somebody else created: neither changed nor removed unless adopted.
import { SchedulerError } from "../errors.ts";
import type { KubeObject, Manifest } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { hasLabels, labelValue, MANAGER, managedLabel } from "../objects/labels.ts";
import { isSharedName } from "../objects/routes.ts";

/** Read with its managed fields: those tell who made it when the labels are gone. The original plugin set the label `app`. */
export function isForeign(app: string, object: KubeObject): boolean {
  const { kind, metadata } = object;
  if (metadata.namespace === undefined || (kind === "Ingress" && isSharedName(metadata.name))) return false;
  // A manager that sets no field leaves no name: an empty ConfigMap has no owner.
  const managers = managersOf(object);
  const isApplied = managers.length === 0 || managers.includes(MANAGER);
  return !hasLabels(object, managedLabel) && !isApplied && metadata.labels?.app !== labelValue(app);
}

const managersOf = (object: KubeObject) =>
  list(at(object, "metadata", "managedFields")).map((entry) => String(at(entry, "manager")));

/** Null when none of `live`, objects that are in the way of a release, is somebody else's. */
export function foreign(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
): SchedulerError | null {
  const wanted = ({ kind, metadata }: KubeObject) =>
    manifests.some(({ ref }) => ref.kind === kind && ref.name === metadata.name);
  const others = live.filter((object) => wanted(object) && isForeign(app, object));
  if (others.length === 0) return null;
  return new SchedulerError(
    "MANIFEST_INVALID",
    `apply ${manifests.length} objects of ${app}`,
    [
      "objects with these names exist already and belong to somebody else:",
      ...others.map(
        (object) => `  ${object.kind} ${object.metadata.name} (by ${managersOf(object)[0] ?? "an unknown program"})`,
      ),
      "nothing was applied",
    ],
    `delete or rename them, or let ${app} have them: dokku scheduler-kubernetes:adopt ${app}`,
  );
}
