// Names that Kubernetes refuses: Dokku allows dots, underscores and capitals, and names of any length.
import type { App } from "../../model/app.ts";
import type { Manifest } from "../../model/manifest.ts";
import { processName } from "../../objects/labels.ts";
import { containersOf } from "../read.ts";
import { error, type Finding, type Rule } from "./rule.ts";

interface Grammar {
  readonly form: RegExp;
  readonly longest: number;
  readonly says: string;
}

const SUBDOMAIN: Grammar = {
  form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
  says: "small letters, digits, - and . only, a letter or digit first and last",
};
const LABEL: Grammar = {
  form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  says: "small letters, digits and - only, a letter or digit first and last",
};
const LETTER_FIRST: Grammar = {
  form: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  says: "small letters, digits and - only, a letter first, a letter or digit last",
};

/** Kinds not named here are DNS subdomains. What runs pods stands in a label of each pod, which 63 characters end. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  Namespace: LABEL,
  Service: LETTER_FIRST,
  Deployment: { ...SUBDOMAIN, longest: 63 },
  StatefulSet: { ...SUBDOMAIN, longest: 63 },
  Job: { ...SUBDOMAIN, longest: 63 },
  CronJob: { ...SUBDOMAIN, longest: 52 },
};

export const nameValid: Rule = (manifests, app) => manifests.flatMap((manifest) => [...names(manifest, app)]);

function* names(manifest: Manifest, app: App): Iterable<Finding> {
  const { kind, name } = manifest.ref;
  const say = (path: string, what: string, name: string, wrong: string) =>
    error(manifest, path, `"${name}" cannot name a ${what}: ${wrong}; ${remedy(name, manifest, app)}`);
  const wrong = judge(name, GRAMMARS[kind] ?? SUBDOMAIN);
  if (wrong !== null) yield say("/metadata/name", kind, name, wrong);
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

function remedy(name: string, { ref, processType }: Manifest, app: App): string {
  if (ref.kind === "Namespace") return `choose another: dokku scheduler-kubernetes:set ${app.name} namespace NAME`;
  if (processType === null || name !== processName(app.name, processType)) return "change it in the template";
  const process = `rename the process type "${processType}" in the Procfile`;
  const rename = `rename the app: dokku apps:rename ${app.name} NEW-NAME`;
  if (judge(app.name, LETTER_FIRST) !== null) return rename;
  return judge(processType, LABEL) === null ? `shorten either: ${process}, or ${rename}` : process;
}
