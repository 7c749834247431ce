// What people changed by hand since the last release, and the next one resets.
import { type KubeObject, key, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { MANAGER } from "../objects/labels.ts";

/** Sentences. `inventory` is what was applied and never removed, `live` what is there, with its managed fields. */
export function drift(
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  inventory: readonly Ref[],
): readonly string[] {
  const there = new Map(live.map((object) => [key(refOf(object)), object]));
  const had = new Set(inventory.map(key));
  return manifests.flatMap((manifest) => {
    const { ref } = manifest;
    const now = there.get(key(ref));
    if (!had.has(key(ref))) return [];
    if (now === undefined) return [`${ref.kind} ${ref.name} was missing: it is created again`];
    return changedBy(isByHand, manifest, now).map((field) => sentence(field, manifest, now));
  });
}

function sentence({ manager, path }: Changed, { ref, object, processType }: Manifest, now: KubeObject): string {
  const [wanted, count] = [object, now].map(({ spec }) => at(spec, "replicas"));
  if (processType !== null && path === "spec.replicas")
    return `${processType} was scaled to ${count} by hand (${manager}): it is set back to ${wanted}`;
  return `${path} of ${ref.kind} ${ref.name} was changed by ${manager}: it is reset`;
}

export interface Changed {
  readonly manager: string;
  readonly path: string;
}

/** Fields of `live` that another program keeps otherwise than the release: the apply makes them ours. */
export function taken(manifest: Manifest, live: KubeObject): readonly Changed[] {
  return changedBy((manager) => !isByHand(manager) && !manager.startsWith(MANAGER), manifest, live);
}

const isByHand = (manager: string) => manager.startsWith("kubectl");

function changedBy(isMeant: (manager: string) => boolean, { object }: Manifest, now: KubeObject): readonly Changed[] {
  return list(at(now, "metadata", "managedFields")).flatMap((entry) => {
    const manager = String(at(entry, "manager"));
    if (!isMeant(manager)) return [];
    return changed(at(entry, "fieldsV1"), object, now, []).map((path) => ({ manager, path }));
  });
}

/** Paths of the fields that somebody owns, the release sets, and are now something else. Fields as the API server writes them. */
function changed(owned: unknown, wanted: unknown, now: unknown, path: readonly string[]): readonly string[] {
  const inner = Object.entries(fields(owned)).filter(([name]) => name !== ".");
  if (inner.length === 0) {
    const differs = wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(now);
    return differs ? [path.join(".")] : [];
  }
  return inner.flatMap(([name, below]) => {
    if (name.startsWith("f:")) {
      const word = name.slice(2);
      return changed(below, at(wanted, word), at(now, word), [...path, word]);
    }
    if (!name.startsWith("k:")) return [];
    const id = Object.entries(JSON.parse(name.slice(2)) as Record<string, unknown>);
    const item = (value: unknown) => list(value).find((one) => id.every(([word, text]) => at(one, word) === text));
    return changed(below, item(wanted), item(now), path);
  });
}
