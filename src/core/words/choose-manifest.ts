// Which object of a release a person means by a process type and a kind.
import { SchedulerError } from "../errors.ts";
import type { Manifest } from "../model/manifest.ts";
import { kindWord } from "../objects/kinds.ts";
import { didYouMean } from "./nearest.ts";

/** A kind in any spelling, `NetworkPolicy`, `networkpolicy` or `network-policy`, or the name of a template, as `:templates` lists it. Throws NO_SUCH_OBJECT. */
export function chooseManifest(manifests: readonly Manifest[], app: string, type: string, kind: string): Manifest {
  const ofType = manifests.filter(({ processType }) => processType === type || processType === null);
  const template = kind.replace(/^own\//, "");
  const found =
    ofType.find((manifest) => templateOf(manifest) === template) ??
    ofType.find(({ ref }) => kindWord(ref.kind) === kindWord(kind));
  if (found !== undefined) return found;
  const known = manifests.flatMap(({ processType }) => processType ?? []);
  const types = known.includes(type) ? [] : known;
  throw new SchedulerError("NO_SUCH_OBJECT", `show the ${kind} of ${type} of ${app}`, [
    `a deploy would not apply such an object${didYouMean(type, types) || didYouMean(kind, ofType.map(templateOf))}`,
    "there are:",
    ...manifests.map((manifest) => `  ${manifest.processType ?? "(any)"} ${templateOf(manifest)}`),
  ]);
}

/** As the list of templates has it, without its folder. */
const templateOf = ({ source }: Manifest) => source.template.replace(/^.*\//, "").replace(/\.yaml\.hbs$/, "");
