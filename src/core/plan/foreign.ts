// Objects with a name that we need but that somebody else, or another Dokku server, created: neither changed nor removed unless adopted.
import { SchedulerError } from "../errors.ts";
import { type KubeObject, key, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, backendsOf, list } from "../model/read.ts";
import type { ReleaseRecord } from "../model/record.ts";
import {
  hasLabels,
  labelValue,
  MANAGER,
  managedLabel,
  namesOf,
  otherServerOf,
  processName,
  serviceName,
} from "../objects/labels.ts";
import { isSharedIngress, ORIGINAL_INGRESS } from "../objects/routes.ts";
import { isWorkload } from "../objects/workloads.ts";

/** Read with its managed fields: those tell who made it when the labels are gone. The original plugin set the label `app`. */
export function isForeign(app: string, object: KubeObject): boolean {
  const { kind, metadata } = object;
  if (metadata.namespace === undefined) return false;
  // A manager that sets no field leaves no name: an empty ConfigMap has no owner.
  const managers = managersOf(object);
  const isApplied = managers.length === 0 || managers.includes(MANAGER);
  if (hasLabels(object, managedLabel) || isApplied) return false;
  if (isSharedIngress(kind, metadata.name)) return !isOriginalIngress(object);
  return metadata.labels?.app !== labelValue(app);
}

/** The original plugin's has no labels: it is told by all else of it. */
function isOriginalIngress({ metadata, spec }: KubeObject): boolean {
  const { annotations = {}, labels = {} } = metadata;
  const isApplied = annotations["kubectl.kubernetes.io/last-applied-configuration"] !== undefined;
  return isApplied && Object.keys(labels).length === 0 && list(at(spec, "rules")).every(isOriginalRule);
}

/** One path to a process type's Service, whose port was always the same. */
function isOriginalRule(rule: unknown): boolean {
  const paths = list(at(rule, "http", "paths"));
  return paths.length === 1 && paths.every(isOriginalPath);
}

const isOriginalPath = (path: unknown) =>
  at(path, "path") === "/" &&
  at(path, "pathType") === "ImplementationSpecific" &&
  at(path, "backend", "service", "port", "number") === 5000 &&
  String(at(path, "backend", "service", "name")).endsWith("-web");

const managersOf = (object: KubeObject) =>
  list(at(object, "metadata", "managedFields")).map((entry) => String(at(entry, "manager")));

/** What of `live` has the kind and name of one of these. */
export const amongThem = (manifests: readonly Manifest[], live: readonly KubeObject[]): readonly KubeObject[] =>
  live.filter(({ kind, metadata }) => manifests.some(({ ref }) => ref.kind === kind && ref.name === metadata.name));

/** Null when none of `live`, objects that are in the way of a release, is somebody else's or another Dokku server's. */
export function foreign(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  server: string,
): SchedulerError | null {
  const wanted = amongThem(manifests, live);
  const elsewhere = wanted.filter((object) => otherServerOf(object, server) !== null);
  if (elsewhere.length > 0) return fromOtherServer(app, manifests, elsewhere, server);
  const others = wanted.filter((object) => isForeign(app, object));
  if (others.length === 0) return null;
  return refusal(
    app,
    manifests,
    [
      "objects with these names exist already and belong to somebody else:",
      ...others.map((object) => `${line(object)} (by ${managersOf(object)[0] ?? "an unknown program"})`),
    ],
    `delete or rename them, or let ${app} have them: dokku scheduler-kubernetes:adopt ${app}`,
  );
}

function fromOtherServer(
  app: string,
  manifests: readonly Manifest[],
  objects: readonly KubeObject[],
  server: string,
): SchedulerError {
  return refusal(
    app,
    manifests,
    [
      "objects with these names exist already and another Dokku server made them:",
      ...objects.map((object) => `${line(object)} (by server ${otherServerOf(object, server)})`),
    ],
    `choose another namespace, or, when ${app} moved here: dokku scheduler-kubernetes:adopt ${app} --server`,
  );
}

const line = ({ kind, metadata }: KubeObject) => `  ${kind} ${metadata.name}`;

function refusal(
  app: string,
  manifests: readonly Manifest[],
  because: readonly string[],
  next: string,
): SchedulerError {
  const doing = `apply ${manifests.length} objects of ${app}`;
  return new SchedulerError("MANIFEST_INVALID", doing, [...because, "nothing was applied"], next);
}

/** Of what belongs to no namespace. The original plugin's issuers have no labels, but always a key of the same name. */
function isSomebodysShared(object: KubeObject): boolean {
  const { metadata, spec } = object;
  if (hasLabels(object, managedLabel) || managersOf(object).includes(MANAGER)) return false;
  return at(spec, "acme", "privateKeySecretRef", "name") !== `${metadata.name}-private-key`;
}

/** Without what all apps need, and somebody else or another Dokku server keeps already: namespaces and issuers. */
export function withoutShared<T extends { readonly manifests: readonly Manifest[] }>(
  release: T,
  live: readonly KubeObject[],
  server: string,
): T {
  const isKept = ({ ref }: Manifest) =>
    ref.namespace === null &&
    live.some(
      (one) =>
        one.kind === ref.kind &&
        one.metadata.name === ref.name &&
        (otherServerOf(one, server) !== null || isSomebodysShared(one)),
    );
  return { ...release, manifests: release.manifests.filter((manifest) => !isKept(manifest)) };
}

/** Another Dokku server made it for the app. What its other apps need as well is not: a namespace, an Ingress that routes more. */
export function isMovable(app: string, object: KubeObject, server: string): boolean {
  if (otherServerOf(object, server) === null || object.metadata.namespace === undefined) return false;
  return routesNoOther(app, object);
}

const routesNoOther = (app: string, object: KubeObject) =>
  !isSharedIngress(object.kind, object.metadata.name) ||
  backendsOf(object).every((service) => service === serviceName(app, "web"));

/** Another Dokku server has an Ingress of these, which our apps would share. */
export function isIngressTaken(manifests: readonly Manifest[], live: readonly KubeObject[], server: string): boolean {
  return amongThem(manifests, live).some(
    (one) => isSharedIngress(one.kind, one.metadata.name) && otherServerOf(one, server) !== null,
  );
}

/**
 * What may have run what other workloads run now: by the app's record, and without one it can but be Deployments. These may be the original
 * plugin's, whose Ingress may route the app where another one does now.
 */
export function formerRefs(app: string, apply: readonly Manifest[], record: Recorded | null): readonly Ref[] {
  const kind = "Deployment";
  const wanted = new Set(apply.map(({ ref }) => key(ref)));
  const found = apply.flatMap(({ ref, processType: type }): readonly Ref[] => {
    if (type === null || !isWorkload(ref)) return [];
    const names = namesOf(app, type);
    const isIts = (one: Ref) => isWorkload(one) && one.namespace === ref.namespace && names.includes(one.name);
    return record === null ? [{ ...ref, kind, name: processName(app, type) }] : record.objects.filter(isIts);
  });
  return [...found, ...(record === null ? originalIngress(apply) : [])].filter((ref) => !wanted.has(key(ref)));
}

function originalIngress(apply: readonly Manifest[]): readonly Ref[] {
  const workload = apply.find(({ ref }) => isWorkload(ref));
  if (workload === undefined) return [];
  const { namespace } = workload.ref;
  return [{ apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace, name: ORIGINAL_INGRESS }];
}

type Recorded = Pick<ReleaseRecord, "objects">;

/** Those of them that no record tells of, are there, and the app's alone. */
export function former(app: string, apply: readonly Manifest[], live: readonly KubeObject[]): readonly Ref[] {
  const refs = formerRefs(app, apply, null).map(key);
  const own = live.filter((object) => !isForeign(app, object) && routesNoOther(app, object)).map(refOf);
  return own.filter((ref) => refs.includes(key(ref)));
}
