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
    const message = `holds ${size} bytes, Kubernetes takes ${LIMIT}; the largest is ${largest?.key} with ${largest?.size}: put it into a file of the image or a volume`;
    return [error(manifest, "/data", message)];
  });
