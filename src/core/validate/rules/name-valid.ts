// Names that Kubernetes refuses, of templates and of namespaces: those that are made of Dokku's fit.
import type { Manifest } from "../../model/manifest.ts";
import { containersOf, entryOf } from "../../model/read.ts";
import { type Grammar, LABEL, LETTER_FIRST, SUBDOMAIN } from "../../objects/names.ts";
import { found } from "./facts.ts";
import { error, type Finding, type Rule } from "./rule.ts";

/** Kinds not named here are DNS subdomains. The name of what runs pods is a label of each pod, which may have 63 characters. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  Namespace: LABEL,
  Service: LETTER_FIRST,
  Deployment: { ...SUBDOMAIN, longest: 63 },
  StatefulSet: { ...SUBDOMAIN, longest: 63 },
  Job: { ...SUBDOMAIN, longest: 63 },
  CronJob: { ...SUBDOMAIN, longest: 52 },
};

export const nameValid: Rule = (manifests, app) => manifests.flatMap((manifest) => [...names(manifest, app.name)]);

function* names(manifest: Manifest, app: string): Iterable<Finding> {
  const { kind, name } = manifest.ref;
  const remedy =
    kind === "Namespace"
      ? `choose another: dokku scheduler-kubernetes:set ${app} namespace NAME`
      : "change it in the template";
  const say = (path: string, what: string, name: string, wrong: string) =>
    error(manifest, path, `"${name}" cannot name a ${what}: ${wrong}; ${remedy}`);
  const wrong = judge(name, entryOf(GRAMMARS, kind) ?? SUBDOMAIN);
  if (wrong !== null) yield say("/metadata/name", kind, name, wrong);
  for (const { path, value } of found(manifest, "pod", "volumes.*.persistentVolumeClaim.claimName")) {
    const inner = judge(String(value), SUBDOMAIN);
    if (inner !== null)
      yield error(
        manifest,
        path,
        `"${value}" cannot be the name of a claim: ${inner}; see: dokku scheduler-kubernetes:list-mount ${app}`,
      );
  }
  for (const { path, value } of found(manifest, "pod", "volumes.*.name")) {
    const inner = judge(String(value), LABEL);
    if (inner !== null) yield say(path, "volume", String(value), inner);
  }
  for (const { path, container } of containersOf(manifest.object)) {
    const own = String(container.name);
    const inner = judge(own, LABEL);
    if (inner !== null && !(own === name && wrong !== null)) yield say(`${path}/name`, "container", own, inner);
  }
}

function judge(name: string, { form, longest, says }: Grammar): string | null {
  if (name.length > longest) return `it has ${name.length} characters, ${longest} are allowed`;
  return form.test(name) ? null : says;
}
