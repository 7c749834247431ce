// What the API server says of a release, and where in a template what it means is written.
import { isAmong, type KubeObject, key, liveOf, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, fields, pointer } from "../model/read.ts";
import { excerpt, placeOf } from "../render/excerpt.ts";
import { newNamespaces } from "./changes.ts";
import { withLiveTemplates } from "./claim-templates.ts";
import type { Preparation } from "./deployments.ts";

/** The API server says nothing of an object in a namespace that is not there; `live` is what is. */
export function askable(manifests: readonly Manifest[], live: readonly KubeObject[]): readonly Manifest[] {
  const missing = newNamespaces(manifests, live);
  return manifests.filter(({ ref }) => ref.namespace === null || !missing.includes(ref.namespace));
}

/**
 * What the server is asked where a deploy first prepares the Deployments that are there: a count that is handed over is sent as it is, for one
 * that we own and leave out would go, and a strategy that becomes Recreate is not sent, for its fields of before are refused with it;
 * claim templates that change are sent as they are.
 */
export function asPrepared(
  manifests: readonly Manifest[],
  { unscale, handOvers, recreate, remade }: Pick<Preparation, "unscale" | "handOvers" | "recreate" | "remade">,
  live: readonly KubeObject[],
): readonly Manifest[] {
  // KEDA refuses to scale what an autoscaler still does, which goes before the apply.
  const isScaledYet = ({ kind, name }: Ref) => kind === "ScaledObject" && unscale.some((old) => old.name === name);
  const asked = manifests.filter(({ ref }) => !isScaledYet(ref));
  return withLiveTemplates(asked, live, (ref) => isAmong(remade, ref)).map((manifest) => {
    const { ref, object } = manifest;
    const { strategy, ...rest } = fields(object.spec);
    const handOver = handOvers.find(({ target }) => key(target) === key(ref));
    const now = liveOf(live, ref);
    const replicas = at(handOver?.patch, "spec", "replicas") ?? at(now?.spec, "replicas");
    const kept = isAmong(recreate, ref) || strategy === undefined ? rest : { strategy, ...rest };
    if (handOver === undefined && !isAmong(recreate, ref)) return manifest;
    return { ...manifest, object: { ...object, spec: handOver === undefined ? kept : { ...kept, replicas } } };
  });
}

/** The server's answer to that, as the deploy would leave the objects. */
export function prepared(
  objects: readonly KubeObject[],
  { recreate }: Pick<Preparation, "recreate">,
): readonly KubeObject[] {
  return objects.map((object) =>
    isAmong(recreate, refOf(object))
      ? { ...object, spec: { ...fields(object.spec), strategy: { type: "Recreate" } } }
      : object,
  );
}

/** A webhook that has effects elsewhere takes no dry runs: then there is no answer. */
export function isUnanswerable(because: readonly string[]): boolean {
  return because.some((line) => line.includes("does not support dry run"));
}

/** Each line, followed by where it comes from: the template's file, and the line of the field that it names. */
export function withSources(because: readonly string[], manifests: readonly Manifest[]): readonly string[] {
  return because.flatMap((line) => [line, ...sourceLines(line, manifests)]);
}

function sourceLines(line: string, manifests: readonly Manifest[]): readonly string[] {
  const named = manifests.filter(({ ref }) => line.includes(`"${ref.name}"`) || line.includes(`/${ref.name};`));
  const meant = named.length > 1 ? named.filter(({ ref }) => line.includes(ref.kind)) : named;
  const [manifest, ...others] = meant;
  if (manifest === undefined || others.length > 0) return [];
  const place = manifest.source.locate(fieldIn(line));
  // The server may name a field that it derives from one of a patch.
  const patches = manifest.source.patches.filter((path) => path !== place?.path).map((path) => `  patched by ${path}`);
  if (place === null) return [`  from ${manifest.source.template}`, ...patches];
  return [`  in ${placeOf(place)}`, ...excerpt(place).map((text) => `    ${text}`), ...patches];
}

/** The JSON pointer of the first field in a sentence, `spec.ports[0].name`; empty when there is none. */
function fieldIn(line: string): string {
  const [, field = ""] = /[\s.](?<!\w\.)((?:spec|metadata|data|rules)(?:\.[\w-]+|\[[^\]]{1,253}\])+)/.exec(line) ?? [];
  const keys = [...field.matchAll(/\[([^\]]+)\]|([\w-]+)/g)].map(([, inBrackets, plain]) => inBrackets ?? plain ?? "");
  return pointer(...keys);
}
