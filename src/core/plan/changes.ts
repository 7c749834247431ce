// What a release changes in the cluster, and what is there afterwards.
import { type Deployable, type KubeObject, key, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import type { ReleaseRecord } from "../model/record.ts";
import type { Facts } from "../objects/definition.ts";
import { definitions } from "../objects/index.ts";
import { factsOf } from "../objects/kinds.ts";
import { namesOf } from "../objects/labels.ts";
import { isWorkload } from "../objects/workloads.ts";

export interface ChangeSet {
  /** In apply order. */
  readonly apply: readonly Manifest[];
  /** What kubedog waits for. */
  readonly track: readonly KubeObject[];
  /** Ingresses to remove at once: later another app's release may have created the same one again. */
  readonly unroute: readonly Ref[];
  /** Autoscalers to remove before anything is applied: they would undo the scale. */
  readonly unscale: readonly Ref[];
  /** To remove once the new pods run. */
  readonly prune: readonly Ref[];
}

export interface ChangeOptions {
  /** Only this process type, and what belongs to none; null for all. */
  readonly processType: string | null;
  /** Names of Secrets that stay: an earlier release needs them. */
  readonly secretsInUse: readonly string[];
  /** What routes the app stays, all of it. */
  readonly keepsRoutes: boolean;
}

export function changes(release: Deployable, record: ReleaseRecord | null, options: ChangeOptions): ChangeSet {
  const { processType } = options;
  const apply = release.manifests.filter(
    (manifest) => processType === null || manifest.processType === null || manifest.processType === processType,
  );
  const track = apply.filter(runsPods).map(({ object }) => object);
  // Nothing rendered is more likely a mistake than intended: an app is destroyed with apps:destroy.
  if (release.manifests.length === 0) return { apply, track, unroute: [], unscale: [], prune: [] };
  const rendered = new Set(release.manifests.map(({ ref }) => key(ref)));
  const secretsInUse = [...options.secretsInUse, ...servedSecrets(release.manifests)];
  const gone = (record?.objects ?? []).filter(
    (ref) =>
      ref.namespace === release.namespace &&
      !rendered.has(key(ref)) &&
      isOurs(ref) &&
      !(options.keepsRoutes && factsOf(ref.kind).routes) &&
      isFree(ref, release.app, { ...options, secretsInUse }),
  );
  const removed = (when: Facts["removed"]) => gone.filter(({ kind }) => factsOf(kind).removed === when);
  return {
    apply,
    track,
    unroute: removed("after apply"),
    unscale: removed("before apply"),
    prune: removed("after rollout"),
  };
}

/** The process type that a deploy of `asked` touches, null for all: in a stopped app no other type would come back. */
export function touchedType(asked: string | null, record: ReleaseRecord | null): string | null {
  return record?.stopped === true ? null : asked;
}

/** Names of the Secrets whose certificates an Ingress or a Gateway serves: one that the release does not have may be there from the one before. */
export function servedSecrets(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap(({ ref, object: { spec } }) => {
    if (ref.kind === "Ingress") return list(at(spec, "tls")).map((tls) => String(at(tls, "secretName")));
    if (ref.kind !== "Gateway") return [];
    const refs = list(at(spec, "listeners")).flatMap((listener) => list(at(listener, "tls", "certificateRefs")));
    return refs.map((secret) => String(at(secret, "name")));
  });
}

/** The objects of the app once these were applied and those are gone. */
export function inventory(
  record: Pick<ReleaseRecord, "objects"> | null,
  apply: readonly Manifest[],
  gone: readonly Ref[],
): readonly Ref[] {
  const applied = apply.map(({ ref }) => ref);
  const replaced = new Set([...gone, ...applied].map(key));
  return [...(record?.objects ?? []).filter((ref) => !replaced.has(key(ref))), ...applied];
}

/** Data outlives a release; a namespace and an issuer are for all apps. Objects in another namespace were not asked to be removed. */
export function isOurs({ kind }: Pick<Ref, "kind">): boolean {
  return !factsOf(kind).keptOnRemoval;
}

function isFree({ kind, name }: Ref, app: string, { processType, secretsInUse }: ChangeOptions): boolean {
  if (kind === "Secret") return !secretsInUse.includes(name);
  if (processType === null || namesOf(app, processType).includes(name)) return true;
  return definitions.some((definition) => definition.kind === kind && !definition.perProcess);
}

function runsPods({ object, ref }: Manifest): boolean {
  return isWorkload(ref) && (object.spec as { replicas?: unknown } | undefined)?.replicas !== 0;
}

/** Of the namespaces among them the names of those that are not there yet: nothing in them can be tried on the cluster. */
export function newNamespaces(manifests: readonly Manifest[], live: readonly KubeObject[]): readonly string[] {
  const there = new Set(live.map((object) => key(refOf(object))));
  return manifests.flatMap(({ ref }) => (ref.kind === "Namespace" && !there.has(key(ref)) ? [ref.name] : []));
}
