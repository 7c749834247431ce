// The claim templates of a StatefulSet that is there. Kubernetes changes nothing of them: a size is changed by making the claims larger,
// and the StatefulSet anew around its pods; anything else is refused.
import { wantedOf } from "../diagnose/rollout-status.ts";
import { kubectlOf, type Place } from "../model/cluster.ts";
import { type KubeObject, liveOf, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { issue } from "../objects/definition.ts";
import { quantity } from "../validate/rules/quantity.ts";

/** A claim that becomes larger. */
export interface Growth {
  readonly claim: Ref;
  readonly from: string;
  /** A quantity. */
  readonly to: string;
  /** Empty where none is named. */
  readonly storageClass: string;
}

const nameOf = (template: unknown) => String(at(template, "metadata", "name"));

const sizeOf = (claim: unknown) => String(at(claim, "spec", "resources", "requests", "storage") ?? "");

const templatesOf = (object: unknown) => list(at(object, "spec", "volumeClaimTemplates"));

export const hasTemplates = ({ ref, object }: Manifest) => ref.kind === "StatefulSet" && templatesOf(object).length > 0;

/** The claims of its pods, those of pods that are no longer wanted too. */
export function claimsOf(ref: Ref, templates: readonly unknown[], claims: readonly KubeObject[]) {
  const prefixes = templates.map((template) => ({ template, prefix: `${nameOf(template)}-${ref.name}-` }));
  return claims.flatMap((claim) => {
    const { name } = claim.metadata;
    const found = prefixes.find(({ prefix }) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
    return found === undefined ? [] : [{ claim, template: found.template }];
  });
}

/** Whether a pod of it has the claim; of one that is scaled to 0 all are kept for when it is not. */
export function isClaimOf(claim: KubeObject, set: KubeObject): boolean {
  const replicas = wantedOf(set);
  const ordinal = Number(claim.metadata.name.slice(claim.metadata.name.lastIndexOf("-") + 1));
  return claimsOf(refOf(set), templatesOf(set), [claim]).length > 0 && (replicas === 0 || ordinal < replicas);
}

/** Those that are smaller than what is wanted. */
export function growths(manifests: readonly Manifest[], claims: readonly KubeObject[]): readonly Growth[] {
  return manifests.filter(hasTemplates).flatMap(({ ref, object }) =>
    claimsOf(ref, templatesOf(object), claims)
      .filter(({ claim, template }) => quantity(sizeOf(claim)) < quantity(sizeOf(template)))
      .map(({ claim, template }) => ({
        claim: refOf(claim),
        from: sizeOf(claim),
        to: sizeOf(template),
        storageClass: String(at(claim.spec, "storageClassName") ?? ""),
      })),
  );
}

/** Those that have to be made anew, for the size in a template changes. */
export function remade(manifests: readonly Manifest[], live: readonly KubeObject[]): readonly Ref[] {
  return manifests
    .filter(hasTemplates)
    .filter(({ ref, object }) => {
      const there = templatesOf(liveOf(live, ref));
      return templatesOf(object).some((one) => {
        const old = there.find((other) => nameOf(other) === nameOf(one));
        return old !== undefined && quantity(sizeOf(old)) !== quantity(sizeOf(one));
      });
    })
    .map(({ ref }) => ref);
}

/** The claim templates of these as they are in the cluster. */
export function withLiveTemplates(
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  isMeant: (ref: Ref) => boolean = () => true,
): readonly Manifest[] {
  return manifests.map((manifest) => {
    const { ref, object } = manifest;
    const there = ref.kind === "StatefulSet" && isMeant(ref) ? liveOf(live, ref) : undefined;
    if (there === undefined) return manifest;
    const { volumeClaimTemplates: _, ...spec } = fields(object.spec);
    const old = templatesOf(there);
    const kept = old.length === 0 ? spec : { ...spec, volumeClaimTemplates: old };
    return { ...manifest, object: { ...object, spec: kept } };
  });
}

/** The StatefulSets that what is `live` cannot become, with what is in the way. */
export function templateIssues(
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  app: string,
  { namespace }: Place,
): readonly Manifest[] {
  return manifests.flatMap((manifest) => {
    const { ref, object } = manifest;
    const there = ref.kind === "StatefulSet" ? liveOf(live, ref) : undefined;
    if (there === undefined) return [];
    const found = differences(templatesOf(object), templatesOf(there));
    if (found.length === 0) return [];
    const remedy = `${kubectlOf(app)} -n ${namespace} delete statefulset ${ref.name} --cascade=orphan`;
    const first = `it is there already, and nothing but the size of its claims can be changed, to more; set them back, or delete it without its pods, and deploy again: ${remedy}; claims of other names begin empty, and those that are there stay as they are`;
    return [{ ...manifest, issues: [first, ...found].map((says) => issue(PATH, says)) }];
  });
}

/** That a claim cannot grow, by what the API server says of it. */
export function growthIssues(
  app: string,
  manifests: readonly Manifest[],
  { claim, from, to, storageClass }: Growth,
  because: readonly string[],
): readonly Manifest[] {
  const owner = manifests.filter(hasTemplates).find(({ ref }) => claim.name.includes(`-${ref.name}-`));
  if (owner === undefined) return [];
  const which = storageClass === "" ? "a claim without a StorageClass" : `StorageClass ${storageClass}`;
  const says = `${claim.name} cannot grow from ${from} to ${to}: ${which} does not allow that (${because.join("; ")})`;
  const helps = `its admin can: ${kubectlOf(app)} patch storageclass ${storageClass || "CLASS"} -p '{"allowVolumeExpansion":true}'; or copy the data to a claim of a class that does`;
  return [{ ...owner, issues: [issue(PATH, says), issue(PATH, helps)] }];
}

const PATH = "/spec/volumeClaimTemplates";

function differences(wanted: readonly unknown[], there: readonly unknown[]): readonly string[] {
  const names = (templates: readonly unknown[]) => templates.map(nameOf).join(", ") || "none";
  const [is, was] = [names(wanted), names(there)];
  if (is !== was) return [`its claim templates are ${was} in the cluster, not ${is}`];
  return wanted.flatMap((template, index) => {
    const old = there[index];
    const name = nameOf(template);
    // Only in a claim the API server names the default one, not in a template.
    const [is, was] = [template, old].map((one) => at(one, "spec", "storageClassName") ?? "(the default)");
    return [
      ...(is === was ? [] : [`${name} is of StorageClass ${was} in the cluster, not ${is}`]),
      ...(quantity(sizeOf(template)) < quantity(sizeOf(old))
        ? [`${name} cannot shrink: it has ${sizeOf(old)} in the cluster, and ${sizeOf(template)} is less`]
        : []),
    ];
  });
}
