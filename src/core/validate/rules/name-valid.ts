// Names that Kubernetes refuses, of templates and of namespaces: those that are made of Dokku's fit.
import type { Manifest } from "../../model/manifest.ts";
import { entryOf } from "../../model/read.ts";
import { type Grammar, judged, LABEL, LETTER_FIRST, SUBDOMAIN } from "../../objects/names.ts";
import type { SchemaSet } from "../schema-set.ts";
import { found } from "./facts.ts";
import { error, type Finding, type Rule } from "./rule.ts";

/** What may stand between two slashes of an address. */
const SEGMENT: Grammar = { form: /^(?!\.{1,2}$)[^/%]+$/, longest: 253, says: "no / and %, and not . or .." };

/** Of Kubernetes' own: kinds not named here are DNS subdomains. A Job's name is a label of its pods, which may have 63 characters. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  Role: SEGMENT,
  RoleBinding: SEGMENT,
  Namespace: LABEL,
  Service: LETTER_FIRST,
  // With a hash of 10 characters it is a label of each pod: longer ones are taken, and have no pods.
  StatefulSet: { ...SUBDOMAIN, longest: 52 },
  Job: { ...SUBDOMAIN, longest: 63 },
  CronJob: { ...SUBDOMAIN, longest: 52 },
};

/** What else of a pod has a name. */
const NAMED = [
  ["pod", "volumes.*.name", "volume"],
  ["pod", "hostname", "pod"],
  ["pod", "subdomain", "pod's domain"],
  ["container", "name", "container"],
] as const;

export const nameValid: Rule = (manifests, { name: app }, schemas) =>
  manifests.flatMap((manifest) => {
    const own = ofObject(manifest, app, schemas);
    // A container may be called as its object is: one cause, one issue.
    const isSaid = (name: unknown) => own.length > 0 && name === manifest.ref.name;
    return [...own, ...ofPods(manifest, isSaid), ...ofClaims(manifest, app)];
  });

function ofObject(manifest: Manifest, app: string, schemas: SchemaSet): readonly Finding[] {
  const { apiVersion, kind, name } = manifest.ref;
  const wrong = judged(name, (schemas.isBuiltIn(apiVersion) ? entryOf(GRAMMARS, kind) : undefined) ?? SUBDOMAIN);
  const remedy = kind === "Namespace" ? `choose another: dokku scheduler-kubernetes:set ${app} namespace NAME` : CHANGE;
  return wrong === null ? [] : [error(manifest, "/metadata/name", sentence(name, kind, wrong, remedy))];
}

function ofPods(manifest: Manifest, isSaid: (name: unknown) => boolean): readonly Finding[] {
  return NAMED.flatMap(([root, where, what]) =>
    found(manifest, root, where).flatMap(({ path, value }) => {
      const wrong = typeof value !== "string" || value === "" || isSaid(value) ? null : judged(value, LABEL);
      return wrong === null ? [] : [error(manifest, path, sentence(value, what, wrong, CHANGE))];
    }),
  );
}

function ofClaims(manifest: Manifest, app: string): readonly Finding[] {
  return found(manifest, "pod", "volumes.*.persistentVolumeClaim.claimName").flatMap(({ path, value }) => {
    const wrong = judged(String(value), SUBDOMAIN);
    const says = `"${value}" cannot be the name of a claim: ${wrong}; see: dokku scheduler-kubernetes:list-mount ${app}`;
    return wrong === null ? [] : [error(manifest, path, says)];
  });
}

const CHANGE = "change it in the template";

const sentence = (name: unknown, what: string, wrong: string, remedy: string) =>
  `"${name}" cannot name a ${what}: ${wrong}; ${remedy}`;
