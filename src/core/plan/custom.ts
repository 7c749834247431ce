// Kinds that a cluster may not know, for it has no such thing or nothing has: kubectl would apply all other objects of a list and then fail.
import { SchedulerError } from "../errors.ts";
import type { Manifest, Ref } from "../model/manifest.ts";
import { MIDDLEWARES } from "../objects/traefik.ts";
import { hasSchema } from "../validate/schema.ts";
import type { SchemaSet } from "../validate/schema-set.ts";
import { didYouMean } from "../words/nearest.ts";

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

/** Kinds of templates alone: whether there is such a kind, and whether it belongs to a namespace, the cluster tells. */
export function isUnknown(ref: Pick<Ref, "apiVersion" | "kind" | "namespace">, schemas: SchemaSet): boolean {
  return ref.namespace !== null && !hasSchema(schemas, ref);
}

/** What the cluster says of the kinds of an API version. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Null when all of them belong to a namespace. One that did not would be shared by all apps, and removed by the first that goes. */
export function clusterWide(
  app: string,
  manifests: readonly Manifest[],
  kinds: readonly ServedKind[],
  schemas: SchemaSet,
): SchedulerError | null {
  const isWide = ({ apiVersion, kind }: Ref) =>
    kinds.some((one) => one.apiVersion === apiVersion && one.kind === kind && !one.namespaced);
  const wide = manifests.filter(({ ref }) => isUnknown(ref, schemas) && isWide(ref));
  if (wide.length === 0) return null;
  return new SchedulerError(
    "MANIFEST_INVALID",
    `apply ${manifests.length} objects of ${app}`,
    [
      ...wide.map(
        ({ ref, source }) =>
          `${source.template}: a ${ref.kind} is not namespaced, so it cannot belong to an app: ${ref.name}`,
      ),
      "nothing was applied",
    ],
    "apply it once with kubectl, and remove the template",
  );
}

/** Who provides the kinds of our own templates that are not Kubernetes' own. */
const PROVIDERS = [
  {
    group: "cert-manager.io",
    says: "cert-manager is not installed there",
    next: (app: string) =>
      `install it (https://cert-manager.io/docs/installation), or: dokku scheduler-kubernetes:set ${app} cert-manager-enabled false`,
  },
  {
    group: "keda.sh",
    says: "KEDA is not installed there",
    next: (app: string) =>
      `install it (https://keda.sh/docs/latest/deploy/), or scale by rules of another kind: dokku scheduler-kubernetes:help autoscale-rule-add; dokku scheduler-kubernetes:autoscale-rule-remove ${app} PROCESS-TYPE keda; triggers of app.json stand in its formation`,
  },
  {
    group: "traefik.io",
    says: "Traefik's own kinds are not installed there",
    next: (app: string) =>
      `install them (https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-crd/), or name middlewares of your own: dokku scheduler-kubernetes:annotations-set ${app} ingress ${MIDDLEWARES} NAME@file`,
  },
] as const;

/** Null when all are served, of which `kinds` has those of the API versions of unknown ones. */
export function unserved(
  app: string,
  manifests: readonly Manifest[],
  served: ReadonlySet<string>,
  kinds: readonly ServedKind[],
  schemas: SchemaSet,
): SchedulerError | null {
  const kindsOf = (version: string) => kinds.flatMap((one) => (one.apiVersion === version ? [one.kind] : []));
  const isVersionServed = (ref: Ref) => !isCustom(ref) || served.has(ref.apiVersion);
  const isServed = (ref: Ref) =>
    isVersionServed(ref) && (!isUnknown(ref, schemas) || kindsOf(ref.apiVersion).includes(ref.kind));
  const unknown = manifests.filter(({ ref }) => !isServed(ref));
  if (unknown.length === 0) return null;
  const lacking = PROVIDERS.find(({ group }) => unknown.some(({ ref }) => ref.apiVersion.startsWith(`${group}/`)));
  return new SchedulerError(
    "APPLY_REFUSED",
    `apply ${manifests.length} objects of ${app}`,
    [
      ...new Set(
        unknown.map(
          ({ ref: { apiVersion, kind }, source }) =>
            `the cluster does not know ${apiVersion} ${kind} (${source.template})${didYouMean(kind, kindsOf(apiVersion))}`,
        ),
      ),
      ...(lacking === undefined ? [] : [lacking.says]),
      "nothing was applied",
    ],
    lacking?.next(app) ?? "install what provides these kinds, or correct or remove the templates",
  );
}
