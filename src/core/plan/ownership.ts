// Names that another app has: `shop-api` with `web` and `shop` with `api-web` are the same, and templates may choose any.
import { SchedulerError } from "../errors.ts";
import { key, type Manifest, type Ref } from "../model/manifest.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { isSharedIngress } from "../objects/routes.ts";

/** Null when no object of these is another app's; `records` are those of all apps. */
export function ownedByOthers(
  app: string,
  manifests: readonly Manifest[],
  records: ReadonlyMap<string, ReleaseRecord>,
): SchedulerError | null {
  const owners = new Map(
    [...records].flatMap(([name, { objects }]) =>
      name === app ? [] : objects.map((ref) => [key(ref), name] as const),
    ),
  );
  const issues = manifests.flatMap(({ ref, source }) => {
    const owner = isShared(ref) ? undefined : owners.get(key(ref));
    return owner === undefined ? [] : [`${source.template} -> ${ref.kind}/${ref.name}, which belongs to app ${owner}`];
  });
  if (issues.length === 0) return null;
  return new SchedulerError(
    "MANIFEST_INVALID",
    `apply ${manifests.length} objects of ${app}`,
    [
      "an object of that name already exists in the namespace:",
      ...issues.map((line) => `  ${line}`),
      "nothing was applied",
    ],
    `rename one of them, or choose another namespace: dokku scheduler-kubernetes:set ${app} namespace NAME`,
  );
}

function isShared({ kind, namespace, name }: Ref): boolean {
  return namespace === null || isSharedIngress(kind, name);
}
