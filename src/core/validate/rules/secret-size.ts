// Kubernetes takes 1 MiB of data in a Secret or ConfigMap.
import { at, fields } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

const LIMIT = 1024 * 1024;

export const secretSize: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Secret") return [];
    const data = Object.entries(fields(at(manifest.object, "data"))).map(([key, value]) => ({
      key,
      size: Buffer.byteLength(String(value), "base64"),
    }));
    const size = data.reduce((sum, entry) => sum + entry.size, 0);
    if (size <= LIMIT) return [];
    const largest = data.sort((a, b) => b.size - a.size)[0];
    const message = `holds ${size} bytes, Kubernetes allows ${LIMIT}; the largest is ${largest?.key} with ${largest?.size}: move it to a file in the image or on a volume`;
    return [error(manifest, "/data", message)];
  });
