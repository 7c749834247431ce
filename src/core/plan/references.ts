// What pods of a release need of the namespace by name, and nobody has: they would wait for it for ever.
import { dokkuWords, kubectlOf, type Place, placeName } from "../model/cluster.ts";
import type { Issue, Manifest } from "../model/manifest.ts";
import { at } from "../model/read.ts";
import { found, type Root } from "../validate/rules/facts.ts";
import { servedSecrets } from "./changes.ts";
import { isCustom } from "./custom.ts";

/** Of each kind, how one is made; `NAME` stands for its name, `KUBECTL` for the plugin's in the app's cluster. */
const MADE_BY = {
  ConfigMap: "KUBECTL create configmap NAME --from-file=FILE",
  PersistentVolumeClaim: "dokku scheduler-kubernetes:add-pvc NAME SIZE",
  PriorityClass: "KUBECTL create priorityclass NAME --value=1000",
  Secret: "KUBECTL create secret generic NAME --from-env-file=FILE",
  ServiceAccount: "KUBECTL create serviceaccount NAME",
} as const;

export type NamedKind = keyof typeof MADE_BY;

type Fact = readonly [root: Root, holder: string, name: string, kind: NamedKind];

const FACTS: readonly Fact[] = [
  ["container", "envFrom.*.secretRef", "name", "Secret"],
  ["container", "envFrom.*.configMapRef", "name", "ConfigMap"],
  ["container", "env.*.valueFrom.secretKeyRef", "name", "Secret"],
  ["container", "env.*.valueFrom.configMapKeyRef", "name", "ConfigMap"],
  ["pod", "volumes.*.secret", "secretName", "Secret"],
  ["pod", "volumes.*.configMap", "name", "ConfigMap"],
  ["pod", "volumes.*.projected.sources.*.secret", "name", "Secret"],
  ["pod", "volumes.*.projected.sources.*.configMap", "name", "ConfigMap"],
  ["pod", "volumes.*.persistentVolumeClaim", "claimName", "PersistentVolumeClaim"],
  ["pod", "", "serviceAccountName", "ServiceAccount"],
  ["pod", "", "priorityClassName", "PriorityClass"],
];

/** A built-in template names them too, by property. */
const BY_PROPERTY: readonly NamedKind[] = ["PriorityClass", "ServiceAccount"];

/** Kubernetes makes them in each namespace. */
const EVERYWHERE = ["ServiceAccount default", "ConfigMap kube-root-ca.crt"];

export interface Reference {
  readonly manifest: Manifest;
  /** JSON pointer of the name. */
  readonly path: string;
  readonly kind: NamedKind;
  readonly name: string;
}

/**
 * Names that the release itself does not have, of objects that a site, an app or another plugin has a part in, and those of properties: the
 * plugin's own are looked for where they are laid out. What custom resources of the release name, they may make; and a controller the certificates of its Ingresses.
 */
export function references(apply: readonly Manifest[], release: readonly Manifest[]): readonly Reference[] {
  const there = new Set([...EVERYWHERE, ...release.map(({ ref }) => `${ref.kind} ${ref.name}`)]);
  const certificates = servedSecrets(release);
  const custom = release.filter(({ ref }) => isCustom(ref)).map(({ object }) => JSON.stringify(object));
  const isMade = (name: string) => custom.some((text) => text.includes(JSON.stringify(name)));
  return apply
    .flatMap((manifest) => named(manifest))
    .filter(({ manifest, kind }) => manifest.source.touched || BY_PROPERTY.includes(kind))
    .filter(({ kind, name }) => !there.has(`${kind} ${name}`) && !certificates.includes(name) && !isMade(name));
}

/** What its pods name. */
export function named(manifest: Manifest): readonly Reference[] {
  return FACTS.flatMap(([root, holder, key, kind]) =>
    found(manifest, root, holder).flatMap(({ path, value }) => {
      const name = at(value, key);
      if (typeof name !== "string" || name === "" || at(value, "optional") === true) return [];
      return [{ manifest, path: `${path}/${key}`, kind, name }];
    }),
  );
}

/** The manifests that name something which is not there. */
export function missingIssues(missing: readonly Reference[], app: string, place: Place): readonly Manifest[] {
  const manifests = [...new Set(missing.map(({ manifest }) => manifest))];
  return manifests.map((manifest) => ({
    ...manifest,
    issues: missing.filter((one) => one.manifest === manifest).map((one) => sentence(one, app, place)),
  }));
}

function sentence({ path, kind, name }: Reference, app: string, place: Place): Issue {
  const plain = MADE_BY[kind].replace("NAME", name);
  const make = plain.startsWith("KUBECTL")
    ? plain.replace("KUBECTL", `${kubectlOf(app)} -n ${place.namespace}`)
    : `${plain} --namespace ${place.namespace}${dokkuWords(place.cluster)}`;
  const message = `names the ${kind} ${name}, which neither the release nor ${placeName(place)} has: ${make}`;
  return { severity: "error", rule: null, path, message };
}
