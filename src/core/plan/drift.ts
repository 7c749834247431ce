// What people changed by hand since the last release, and the next one resets.
import { type KubeObject, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { key } from "./changes.ts";

/** Sentences. `inventory` is what was applied and never removed, `live` what is there, with its managed fields. */
export function drift(
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  inventory: readonly Ref[],
): readonly string[] {
  const there = new Map(live.map((object) => [key(refOf(object)), object]));
  const had = new Set(inventory.map(key));
  return manifests.flatMap(({ ref, object }) => {
    const now = there.get(key(ref));
    const name = `${ref.kind} ${ref.name}`;
    if (!had.has(key(ref))) return [];
    if (now === undefined) return [`${name} was missing: it is created again`];
    return byHand(now).flatMap(({ manager, owned }) =>
      changed(owned, object, now, []).map((path) => `${path} of ${name} was changed by ${manager}: it is reset`),
    );
  });
}

function byHand(object: KubeObject): readonly { readonly manager: string; readonly owned: unknown }[] {
  return list(at(object, "metadata", "managedFields"))
    .map((entry) => ({ manager: String(at(entry, "manager")), owned: at(entry, "fieldsV1") }))
    .filter(({ manager }) => manager.startsWith("kubectl"));
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
