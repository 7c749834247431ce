// What etcd stores: no object over 1.5 MiB. A dry run does not find that out; data-size.ts is about objects of data.
import type { Manifest } from "../../model/manifest.ts";
import { error, type Rule } from "./rule.ts";

/** Bytes. */
export const STORED = 1.5 * 1024 * 1024;

const DATA = ["ConfigMap", "Secret"];

export const objectSize: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const size = sizeOf(manifest);
    if (size <= STORED) return [];
    return [error(manifest, "", `the object has ${size} bytes, a cluster stores ${STORED}`)];
  });

/** 0 of one that holds data: it has a limit of its own. */
export const sizeOf = ({ ref, object }: Manifest) =>
  DATA.includes(ref.kind) ? 0 : Buffer.byteLength(JSON.stringify(object));
