// The level of Pod Security that a namespace enforces: a new one that of the app it is made for. Later its admin decides, and no app's next deploy.
import type { KubeObject, Manifest } from "../model/manifest.ts";
import { ENFORCE } from "../objects/namespace.ts";

/** `live` is what is there of them. */
export function withLevels(manifests: readonly Manifest[], live: readonly KubeObject[]): readonly Manifest[] {
  return manifests.map((manifest) => {
    const { kind, name } = manifest.ref;
    const there = live.find((object) => object.kind === kind && object.metadata.name === name);
    return kind === "Namespace" && there !== undefined ? withLevelOf(manifest, there) : manifest;
  });
}

function withLevelOf(manifest: Manifest, { metadata: { labels: now = {} } }: KubeObject): Manifest {
  const { object } = manifest;
  const { [ENFORCE]: _, ...others } = object.metadata.labels ?? {};
  const labels = now[ENFORCE] === undefined ? others : { ...others, [ENFORCE]: now[ENFORCE] };
  return { ...manifest, object: { ...object, metadata: { ...object.metadata, labels } } };
}
