// What etcd stores: no object over 1.5 MiB. A dry run does not find that out; data-size.ts is about objects of data.
import { error, type Rule } from "./rule.ts";

const LIMIT = 1.5 * 1024 * 1024;

const DATA = ["ConfigMap", "Secret"];

export const objectSize: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    if (DATA.includes(manifest.ref.kind)) return [];
    const size = Buffer.byteLength(JSON.stringify(manifest.object));
    if (size <= LIMIT) return [];
    return [error(manifest, "", `the object has ${size} bytes, a cluster stores ${LIMIT}`)];
  });
