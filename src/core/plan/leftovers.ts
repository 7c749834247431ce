// What an app has left in a cluster outside its current place, and what of that may be removed.
import { type KubeObject, key, type Ref, refOf } from "../model/manifest.ts";
import { at, backendsOf, list, podsOf } from "../model/read.ts";
import { definitions } from "../objects/index.ts";
import { isOf } from "../objects/labels.ts";
import { isSharedIngress } from "../objects/routes.ts";
import { isWorkload, workloadResources } from "../objects/workloads.ts";
import { isOurs } from "./changes.ts";
import { isCustom } from "./custom.ts";

export interface Found {
  readonly app: string;
  /** Whether an object is part of the app where it lives. */
  readonly isAtHome: (ref: Ref) => boolean;
  /** The objects of the inventory that are there, and those that carry the app's label. */
  readonly live: readonly KubeObject[];
  /** Keys of what other apps have there by now. */
  readonly taken: ReadonlySet<string>;
}

export interface Sorted {
  /** The app's own by their labels. */
  readonly removable: readonly Ref[];
  /** Ingresses of several apps that send requests to something removable. */
  readonly shared: readonly Ref[];
  /** Claims that pods of something removable mount. */
  readonly claims: readonly Ref[];
  /** Applied once, but without our labels now: whoever removed them may own the object. */
  readonly unlabelled: readonly Ref[];
}

/** The kinds of our own that every cluster serves, and those of one-off pods. An account may not see all of them. */
export const KINDS = [...definitions.filter((one) => one.namespaced && !isCustom(one)).map(({ kind }) => kind), "Job"];

/** Those of them that an app may have left beside its inventory: an account may not see workloads that no app of it has. */
export function kindsBeside(objects: readonly Ref[]): readonly string[] {
  const isKnown = objects.some(({ namespace }) => namespace !== null);
  return isKnown ? [...workloadResources(objects), ...KINDS.filter((kind) => !isWorkload({ kind }))] : KINDS;
}

/** It is for all apps, or holds data. */
export const isKept = (ref: Ref) => !isOurs(ref) || isSharedIngress(ref.kind, ref.name);

export function sortLeftovers({ app, isAtHome, live, taken }: Found): Sorted {
  const unique = [...new Map(live.map((object) => [key(refOf(object)), object])).values()];
  const own = unique.filter((object) => !isKept(refOf(object)) && !taken.has(key(refOf(object))));
  const removable = own.filter((object) => isOf(app, object) && !isAtHome(refOf(object)));
  const services = removable.map(({ metadata: { namespace, name } }) => `${namespace} ${name}`);
  return {
    removable: removable.map(refOf),
    shared: unique.filter((object) => isSharedBy(object, services)).map(refOf),
    claims: claimsOf(removable),
    unlabelled: own.filter((object) => !isOf(app, object)).map(refOf),
  };
}

function isSharedBy(object: KubeObject, services: readonly string[]): boolean {
  const { kind, metadata } = object;
  if (!isSharedIngress(kind, metadata.name)) return false;
  return backendsOf(object).some((service) => services.includes(`${metadata.namespace} ${service}`));
}

function claimsOf(objects: readonly KubeObject[]): readonly Ref[] {
  const claims = objects.flatMap((object) => {
    const volumes = list(at(podsOf(object)?.template, "spec", "volumes"));
    const names = volumes.flatMap((volume) => at(volume, "persistentVolumeClaim", "claimName") ?? []).map(String);
    return names.map((name) => ({ ...refOf(object), apiVersion: "v1", kind: "PersistentVolumeClaim", name }));
  });
  return [...new Map(claims.map((ref) => [key(ref), ref])).values()];
}

/** What a namespace has without anybody having made it, as `kubectl get --output name` prints it. */
const GIVEN = /^(configmap\/kube-root-ca\.crt|serviceaccount\/default|event(\.events\.k8s\.io)?\/.*)$/;

export function holdsNothing(names: readonly string[]): boolean {
  return names.every((name) => GIVEN.test(name));
}

/** The namespaces that objects of an inventory are in. An app without inventory has its namespace alone there. */
export function namespacesOf(refs: readonly Ref[]): readonly string[] {
  return [...new Set(refs.flatMap(({ kind, namespace, name }) => namespace ?? (kind === "Namespace" ? name : [])))];
}
